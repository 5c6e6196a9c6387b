"""The tests, so that rooms can share their factories."""
