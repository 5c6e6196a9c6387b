"""Reading what people write: scripts, normal forms, tokens, text encoders."""
