"""Thin wrappers around solvers: flow, CP-SAT; seed, limit, status, progress."""
