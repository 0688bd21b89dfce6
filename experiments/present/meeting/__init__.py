"""A page for a meeting: one file that answers by itself, whatever people move."""

from experiments.present.meeting.page import meeting_html
from experiments.present.meeting.story import Story, read_story

__all__ = ["Story", "meeting_html", "read_story"]
