"""What has been published: numbered versions, print, calendars, everybody's own page."""
