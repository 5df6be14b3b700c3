"""The demo: a portal with invented people over real and generated loans, on a fixed day."""
