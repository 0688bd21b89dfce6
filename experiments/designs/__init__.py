"""What is to be run: points over uncertainties and levers, scenarios and replications."""
