"""The schemes: how money and measures reach schools."""
