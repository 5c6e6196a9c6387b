"""One script per question, each with its peer in the same run."""
