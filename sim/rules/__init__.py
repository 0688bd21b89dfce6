"""How it could be done: one file per decision that policy may change, alternatives side by side."""
