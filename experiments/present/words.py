"""What several commands say, and the words they say it with."""

from sim.analysis.words import Words, digits_for, mark

__all__ = ["SYNTHETIC", "Words", "digits_for", "mark"]

SYNTHETIC = mark(
    "The inner state of named units is synthetic: registers are real, all else is drawn anew each replication."
)
"""What stands by every list of named units."""
