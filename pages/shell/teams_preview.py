"""A staff list as it was understood: by department, so that a wrong one is seen."""

from collections.abc import Iterable

import streamlit as st

from pages.shell import table
from pages.shell.language import words
from survey.store.protocol import Unit


def preview(units: Iterable[Unit]) -> None:
    """Draw what a list of teams says."""
    text = words()
    by_department: dict[str, list[Unit]] = {}
    for unit in units:
        by_department.setdefault(unit.department, []).append(unit)
    people = {name: sum(u.headcount or 0 for u in own) for name, own in by_department.items()}
    st.markdown(
        text(
            "screens.open_wave.preview_lead",
            departments=len(by_department),
            teams=sum(len(own) for own in by_department.values()),
            people=sum(people.values()),
        )
    )
    rows = [
        [name, str(people[name]), ", ".join(f"{unit.team} ({unit.headcount})" for unit in own)]
        for name, own in by_department.items()
    ]
    columns = [
        text("screens.waves.column.department"),
        text("screens.waves.column.people"),
        text("screens.open_wave.column.teams"),
    ]
    table.show(text("screens.open_wave.preview_caption"), columns, rows)
