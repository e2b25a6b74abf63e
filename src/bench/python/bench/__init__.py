"""Benchmarks of a running Marathon, on the standard library alone."""
