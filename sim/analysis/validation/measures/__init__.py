"""What is measured for the patterns, one file a finding of the evaluations."""
