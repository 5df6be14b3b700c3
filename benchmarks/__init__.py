"""Benchmarks: the national year, generated, and how dear it is beside a bare group-by."""
