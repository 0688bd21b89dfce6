"""Scenario and study files, and the lever values they start from."""
