"""An event's own pages: the list of events, the rail, the activity log."""
