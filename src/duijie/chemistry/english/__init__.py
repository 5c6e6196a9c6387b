"""English names: an index of known ones, a parser of systematic ones, and finding both in text."""
