"""The report: one self-contained file that a results folder hands over, and its answer on the screen."""
