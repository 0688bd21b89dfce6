"""What is run where, and how a lost run comes back: plan, batches, executors, proofs."""
