"""A results folder: manifest, parts, integrity, and what is read back from it."""
