"""Sheets of one page on the page of reports: a team's own, and the one for all staff."""

from collections.abc import Callable

import streamlit as st

from analytics.charts.words import repeated, with_department
from analytics.release.content import Release
from analytics.reports.sheets.kind import Sheet
from pages.shell import workspace
from pages.shell.files import Taker, sheet_file
from pages.shell.language import words
from survey.i18n.catalogue import SHEET_PARTS, languages
from survey.i18n.writing import own_name


def offer_sheets(release: Release, now: Callable[[], Release], taker: Callable[[], Taker]) -> None:
    """Draw the choice of team and language, and the two buttons.

    ``now`` and ``taker`` say what the session sees and who it is when a button is pressed.
    """
    text, wave, here = words(), release.manifest.wave, workspace.current()
    scope = release.scope
    teams: list[tuple[str, str]] = sorted(
        {(one.department, one.team) for one in release.groups if scope.holds((one.department,))}
    )
    twice = repeated(teams)
    st.header(text("screens.reports.sheets"))
    st.markdown(text("screens.reports.sheets_lead"))
    left, right = st.columns(2)
    with left:
        place = st.selectbox(
            text("screens.reports.team"),
            teams,
            format_func=lambda one: with_department(one[0], one[1], twice, text),
            key=f"sheet_team_{wave}",
        )
    offered = languages(*SHEET_PARTS)
    with right:
        language = st.selectbox(
            text("screens.reports.sheet_language"),
            offered,
            index=offered.index(text.language),
            format_func=own_name,
            key=f"sheet_language_{text.language}",
        )

    def offer(sheet: Sheet, place: tuple[str, str] | None) -> None:
        st.download_button(
            text(f"screens.reports.save_{sheet}_sheet"),
            lambda: sheet_file(here, now(), sheet, language=language, place=place, taker=taker()),
            file_name=f"bearing-{wave}-{sheet}-{language}.pdf",
            mime="application/pdf",
            on_click="ignore",
            key=f"save_{sheet}_sheet",
        )

    with st.container(horizontal=True):
        if place is not None:
            offer(Sheet.TEAM, place)
        offer(Sheet.STAFF, None)
