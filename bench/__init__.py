"""Benchmarks: one file per promise; each prints a line."""
