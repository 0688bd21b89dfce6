"""What is done with runs: comparison, decision, sensitivity, patterns, backtest, parity, trace and figures."""
