"""Sheets of one page to hang up: results of a team, and what all staff said and what follows."""
