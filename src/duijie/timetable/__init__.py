"""Timetable (排程): when and at which table each meeting takes place."""
