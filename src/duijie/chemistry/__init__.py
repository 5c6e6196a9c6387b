"""Names become structures, structures become relations between a need and what somebody did."""
