"""Fixtures and known functions of the tests of sensitivity analysis."""

from __future__ import annotations

import pytest

from sim.analysis.sensitivity import replicated


@pytest.fixture
def few_resamples(monkeypatch):
    """Where a test looks at estimates only, their intervals need not be good."""
    monkeypatch.setattr(replicated, "RESAMPLES", 8)
