"""Report (简报): printed matter and workbooks made from a finished plan."""
