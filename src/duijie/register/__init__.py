"""Register (登记): messy sheets become records, with a diagnosis for every doubtful cell."""
