"""The compiled loops over single posts."""
