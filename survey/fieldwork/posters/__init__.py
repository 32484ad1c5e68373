"""Posters for notice boards: a page a team, with a square that opens the survey."""

from survey.fieldwork.posters.poster import write_posters

__all__ = ["write_posters"]
