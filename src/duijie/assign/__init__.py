"""Assign (配对): who meets whom."""
