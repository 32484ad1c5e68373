"""What ``benchmarks.calibration`` draws: made-up organisations whose truth is known."""
