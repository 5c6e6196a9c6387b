"""What every page shares: frame, words, activity log, comments."""
