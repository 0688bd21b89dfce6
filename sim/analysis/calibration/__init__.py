"""Calibration: what the model is fitted to, how far a run is from it, and what the figures leave standing."""
