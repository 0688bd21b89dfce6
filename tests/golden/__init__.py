"""Reference values: what the model gave when they were last recorded, to the bit."""
