"""How dates are written where Django's own custom would be misread."""
