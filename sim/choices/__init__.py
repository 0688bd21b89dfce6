"""What each kind of actor decides for itself: one file a kind; importing this package makes the choices known."""

from sim.choices import county, governor, network, owner, school, university

__all__ = ["county", "governor", "network", "owner", "school", "university"]
