"""What one cell means: pure functions from a raw cell to a value and what was assumed."""
