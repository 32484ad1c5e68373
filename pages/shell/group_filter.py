"""Which groups a page is about: a department and a search, in the address and on every page."""

from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st

from analytics.charts.whereabouts import Row
from analytics.release.model import TOTAL
from pages.shell import choice
from pages.shell.language import words

FEWEST = 12
"""Groups below which a list is read faster than it is searched."""


@dataclass(frozen=True)
class GroupFilter:
    """A department, "" for all, and a part of a name, "" for any."""

    department: str = ""
    search: str = ""

    def keeps(self, row: Row) -> bool:
        """Whether a group is asked for. The organisation's own row always is."""
        department, team = row
        if row == (TOTAL, TOTAL):
            return True
        named = self.search.casefold() in f"{team} {department}".casefold()
        return self.department in ("", department) and named

    @property
    def is_on(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.department or self.search)


def group_filter(rows: Iterable[Row]) -> GroupFilter:
    """Draw the choice of a department and the search; neither where there are few groups.

    A department that this release does not have counts as all.
    """
    every = sorted(set(rows) - {(TOTAL, TOTAL)})
    departments = sorted({department for department, _ in every})
    if len(every) < FEWEST:
        return GroupFilter()
    text = words()
    left, right = st.columns(2)
    with left:
        department = choice.selectbox(
            text("results.filter.department"),
            ["", *departments],
            choice.Part("in", "filter_department_box", kept=True),
            format_func=lambda one: one or text("results.filter.every"),
        )
    with right:
        search = choice.words(
            text("results.filter.search"), choice.Part("search", "filter_search_box", kept=True)
        )
    return GroupFilter(department, search)
