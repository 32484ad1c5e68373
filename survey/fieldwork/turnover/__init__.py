"""Turnover: how many people joined, left and changed teams between two lists of people.

Lists with a personal key are read by a process of their own that ends when it has counted; what
comes back are numbers of people by team.
"""
