"""duijie (对接): match, assign, timetable and print a school-enterprise docking."""

__version__ = "0.1.0"
