"""What is not shown alone, with whom it is shown instead, and why."""

from collections.abc import Iterable

import streamlit as st

from analytics.release.content import Release
from analytics.release.model import GroupMember
from pages.shell import table
from pages.shell.kept import kept
from pages.shell.language import words
from survey.i18n.catalogue import texts
from survey.vocabulary import Sensitivity


@kept
def _pooled(release: Release, sensitivity: Sensitivity) -> list[list[str]]:
    return pooled_rows(release.groups, sensitivity)


@kept
def _table(release: Release, sensitivity: Sensitivity, language: str) -> str:
    """Return the table of the teams shown together, made once: there may be thousands."""
    text = texts(language)
    rows = _pooled(release, sensitivity)
    columns = [text(f"screens.pooled.column.{name}") for name in ("team", "department", "group")]
    title = text(f"screens.pooled.{sensitivity}", count=len(rows))
    return table.html(title, columns, rows, language)


def pooled_rows(members: Iterable[GroupMember], sensitivity: Sensitivity) -> list[list[str]]:
    """Return a row for each team that is shown with others: team, department, shown as."""
    return [
        [one.team, one.department, shown_as(one)]
        for one in members
        if one.sensitivity is sensitivity
        and (one.team, one.department) != (one.group_team, one.group_department)
    ]


def shown_as(member: GroupMember) -> str:
    """Return the name of the row that counts a unit; with its department where that is pooled."""
    if member.group_department == member.department:
        return member.group_team
    return f"{member.group_team} ({member.group_department})"


def show_pooled(release: Release) -> None:
    """Draw the tables of the teams shown together, folded, with the reason in a sentence."""
    text = words()
    st.header(text("screens.pooled.title"))
    st.markdown(
        text(
            "screens.pooled.lead",
            conditions=release.manifest.policy["conditions"],
            health=release.manifest.policy["health"],
        )
    )
    for sensitivity in Sensitivity:
        count = len(_pooled(release, sensitivity))
        if count:
            with st.expander(text(f"screens.pooled.{sensitivity}", count=count)):
                st.html(_table(release, sensitivity, text.language))
        else:
            st.markdown(text(f"screens.pooled.none.{sensitivity}"))
