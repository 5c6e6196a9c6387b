"""The same doors as the pages, for programs."""
