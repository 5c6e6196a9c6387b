"""The timetable step: the grid, moving and locking, repair on the day, versions."""
