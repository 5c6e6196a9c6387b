"""An event's programme: what its event.toml says, version after version."""
