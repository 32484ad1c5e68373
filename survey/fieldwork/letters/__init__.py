"""Invitation letters: one page a code, to be printed and handed out by team."""

from survey.fieldwork.letters.letter import LettersEmpty, write_letters

__all__ = ["LettersEmpty", "write_letters"]
