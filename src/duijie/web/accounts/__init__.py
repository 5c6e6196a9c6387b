"""People, the organisations they work for, the events they take part in."""
