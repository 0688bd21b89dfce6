"""Commands, runner and store around the model in `sim`."""
