"""How a command can refuse, and the exit code of each kind of refusal."""

from __future__ import annotations

from sim.refusals import BadInput, Refusal, near

__all__ = [
    "BAD_INPUT", "CHECK_FAILED", "FINE", "FOLDER_UNUSABLE", "INTERRUPTED", "SOME_FAILED", "BadInput", "CannotWrite",
    "CheckFailed", "FolderUnusable", "Refusal", "near",
]  # fmt: skip

FINE, CHECK_FAILED, BAD_INPUT, SOME_FAILED, FOLDER_UNUSABLE, INTERRUPTED = 0, 1, 2, 3, 4, 130


class CheckFailed(Refusal):
    """The program found that its own results cannot be trusted."""

    exit_code = CHECK_FAILED


class FolderUnusable(Refusal):
    """A results folder that is locked, damaged or of another version."""

    exit_code = FOLDER_UNUSABLE


class CannotWrite(FolderUnusable):
    """A file of a results folder that cannot be written, most often because the disk is full."""
