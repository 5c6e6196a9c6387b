"""What a need and a piece of evidence have in common chemically, and how much that says."""
