"""Invitation letters: one page a code, to be printed and handed out by team."""

from survey.fieldwork.letters.letter import LettersEmpty, write_letters
from survey.fieldwork.letters.notes import Notes, notes_of

__all__ = ["LettersEmpty", "Notes", "notes_of", "write_letters"]
