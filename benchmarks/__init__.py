"""How fast the simulation is, and the plain reference model it is measured and checked against."""
