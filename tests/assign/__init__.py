"""Tests of assign."""
