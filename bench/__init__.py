"""Measurements behind decisions; each runs by itself and prints its outcome as JSON on its last line."""
