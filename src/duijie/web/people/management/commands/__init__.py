"""Commands of ``duijie manage``."""
