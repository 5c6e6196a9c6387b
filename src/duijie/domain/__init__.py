"""The nouns every other room speaks: frozen records, plans, diagnoses, errors."""
