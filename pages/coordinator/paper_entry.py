"""Paper forms: which boxes are ticked on this one? Typed or clicked, and never seen again."""

from collections.abc import Callable, Mapping

import streamlit as st

from pages.shell import paper_picture, workspace
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.lead import lead
from survey.access.possible import Step, possible
from survey.errors import BearingError
from survey.form.answers import AnswerSheet
from survey.form.paper import LineRefused, enter, read_line
from survey.store.opening import open_store
from survey.store.protocol import CodeStanding
from survey.vocabulary import Role

require(Role.COORDINATOR)

text = words()
store = open_store(workspace.current())
LINE = "paper_line"
SAID = "paper_said"
EMPTY = "paper_empty"


def take(wave: str, unit: int, *, sure: bool = False) -> None:
    """Store the typed line and empty the field, or keep it there and say what is wrong with it."""
    if store_line(wave, unit, str(st.session_state[LINE]), sure=sure):
        st.session_state[LINE] = ""


def take_clicked(
    wave: str, unit: int, clicked: Mapping[int, str | None], *, sure: bool = False
) -> None:
    """Store a sheet that was clicked and empty it; one with questions nobody has clicked stays."""
    st.session_state[EMPTY] = False
    if missing := [number for number, mark in clicked.items() if mark is None]:
        said = text("screens.paper_entry.unclicked", questions=", ".join(map(str, missing)))
        st.session_state[SAID] = (False, said)
        return
    line = " ".join(str(clicked[number]) for number in sorted(clicked))
    if store_line(wave, unit, line, sure=sure):
        paper_picture.empty()


def store_line(wave: str, unit: int, line: str, *, sure: bool) -> bool:
    """Store a line, or say what is wrong with it; return whether it is on disk.

    A form of which nothing is ticked is asked about first, unless somebody is ``sure`` of it.
    """
    st.session_state[EMPTY] = False
    if not line.strip():
        return False
    try:
        row = read_line(AnswerSheet(store.wave(wave).instrument), line)
        st.session_state[EMPTY] = not sure and all(answer is None for answer in row)
        if st.session_state[EMPTY]:
            return False
        stored = enter(store, wave, unit, row) is CodeStanding.FRESH
    except LineRefused as refusal:
        st.session_state[SAID] = (False, reason(refusal))
        return False
    except BearingError:
        stored = False
    said = text(f"screens.paper_entry.{'stored' if stored else 'closed'}")
    st.session_state[SAID] = (stored, said)
    return stored


def reason(refusal: LineRefused) -> str:
    """Return why a line was not taken, by the numbers of the questions and without an answer."""
    if refusal.wrong:
        return text("screens.paper_entry.wrong", questions=", ".join(map(str, refusal.wrong)))
    return text("screens.paper_entry.count", typed=refusal.typed, asked=refusal.asked)


st.title(text("screens.paper_entry.title"))
opened = {wave.name: wave for wave in store.waves() if possible(Step.TYPE_IN_PAPER, wave.state)}
if not opened:
    lead(text("screens.paper_entry.none"))
    st.stop()
wave = opened[
    st.selectbox(text("screens.paper_entry.wave"), list(reversed(opened)), key="paper_wave")
]
units = {unit.id: unit for unit in sorted(wave.units, key=lambda one: (one.department, one.team))}


def team_name(key: int) -> str:
    """Return a team with its department, as it stands on the form."""
    named = units[key]
    return text("screens.paper_entry.team_of", team=named.team, department=named.department)


def ask_line(unit: int) -> None:
    """Draw the field for the numbers of one form."""
    lead(text("screens.paper_entry.lead", items=len(wave.instrument.items)))
    st.markdown(text("screens.paper_entry.rules"))
    st.text_input(
        text("screens.paper_entry.line"),
        key=LINE,
        autocomplete="off",
        on_change=take,
        args=(wave.name, unit),
    )
    if st.session_state.get(EMPTY):
        ask_whether_empty(lambda: take(wave.name, unit, sure=True))


def ask_clicks(unit: int) -> None:
    """Draw the form to click in."""
    lead(text("screens.paper_entry.click_lead"))
    st.markdown(text("screens.paper_entry.click_rules"))
    paper_picture.draw(
        wave.instrument,
        team_name(unit),
        lambda clicked: take_clicked(wave.name, unit, clicked),
    )
    if st.session_state.get(EMPTY):
        dashes: dict[int, str | None] = dict.fromkeys(
            range(1, len(wave.instrument.items) + 1), paper_picture.NOT_TICKED
        )
        ask_whether_empty(lambda: take_clicked(wave.name, unit, dashes, sure=True))


def ask_whether_empty(store_it: Callable[[], None]) -> None:
    """Ask whether a form without a tick is to be stored."""
    st.warning(text("screens.paper_entry.empty"))
    st.button(text("screens.paper_entry.empty_sure"), key="paper_empty_sure", on_click=store_it)


unit = st.selectbox(
    text("screens.paper_entry.team"),
    units,
    format_func=team_name,
    key=f"paper_team_{wave.name}",
)
ways = {"typed": ask_line, "clicked": ask_clicks}
way = st.radio(
    text("screens.paper_entry.way"),
    list(ways),
    format_func=lambda one: text(f"screens.paper_entry.{one}"),
    horizontal=True,
    key="paper_way",
)
if said := st.session_state.pop(SAID, None):
    (st.success if said[0] else st.error)(said[1])
ways[way](unit)
