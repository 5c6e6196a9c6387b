"""The same doors for programs: JSON under /api, described by OpenAPI."""
