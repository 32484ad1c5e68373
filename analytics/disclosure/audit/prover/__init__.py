"""Prover: finds what follows from the tables, and worlds that show that nothing else does."""
