"""What is done to substances: reaction classes, unit operations, and which are dangerous."""
