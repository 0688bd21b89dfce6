"""The country (landet): registers through one door, and a builder for what no register has."""
