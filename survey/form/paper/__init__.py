"""The form on paper: printed by team, and typed in by a coordinator, a line a form."""

from survey.form.paper.entry import LineRefused, enter, read_line
from survey.form.paper.printed import (
    PaperLanguageMissing,
    paper_languages,
    write_paper_forms,
)

__all__ = [
    "LineRefused",
    "PaperLanguageMissing",
    "enter",
    "paper_languages",
    "read_line",
    "write_paper_forms",
]
