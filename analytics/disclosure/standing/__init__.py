"""Standing releases: what a new wave may say while answers of an earlier one are taken to persist.

docs/adr/0011 says which constructions were tried, and what each costs.
"""
