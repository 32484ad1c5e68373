"""What ``benchmarks.publish`` is made of: answers, a clock, the plain program, the page."""
