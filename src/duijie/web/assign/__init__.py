"""The assign step: limits, scenarios side by side, the price of fairness, why not me."""
