"""What is run where, and how a lost run comes back: calls, batches, executors, proofs."""
