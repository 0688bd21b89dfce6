"""A page for a meeting: one file that answers by itself, whatever people move."""

from experiments.present.meeting.page import Story, meeting_html

__all__ = ["Story", "meeting_html"]
