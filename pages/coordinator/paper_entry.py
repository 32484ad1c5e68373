"""Paper forms: which boxes are ticked on this one? Typed in a line a form, and never seen again."""

import streamlit as st

from pages.shell import workspace
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
    """Store the typed line and empty the field, or keep it there and say what is wrong with it.

    A form of which nothing is ticked is asked about first, unless somebody is ``sure`` of it.
    """
    line = str(st.session_state[LINE])
    st.session_state[EMPTY] = False
    if not line.strip():
        return
    try:
        row = read_line(AnswerSheet(store.wave(wave).instrument), line)
        st.session_state[EMPTY] = not sure and all(answer is None for answer in row)
        if st.session_state[EMPTY]:
            return
        stored = enter(store, wave, unit, row) is CodeStanding.FRESH
    except LineRefused as refusal:
        st.session_state[SAID] = (False, reason(refusal))
        return
    except BearingError:
        stored = False
    if stored:
        st.session_state[LINE] = ""
    said = text(f"screens.paper_entry.{'stored' if stored else 'closed'}")
    st.session_state[SAID] = (stored, said)


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
lead(text("screens.paper_entry.lead", items=len(wave.instrument.items)))
st.markdown(text("screens.paper_entry.rules"))
units = {unit.id: unit for unit in sorted(wave.units, key=lambda one: (one.department, one.team))}
unit = st.selectbox(
    text("screens.paper_entry.team"),
    units,
    format_func=lambda key: text(
        "screens.paper_entry.team_of", team=units[key].team, department=units[key].department
    ),
    key=f"paper_team_{wave.name}",
)
st.text_input(
    text("screens.paper_entry.line"),
    key=LINE,
    autocomplete="off",
    on_change=take,
    args=(wave.name, unit),
)
if st.session_state.get(EMPTY):
    st.warning(text("screens.paper_entry.empty"))
    st.button(
        text("screens.paper_entry.empty_sure"),
        key="paper_empty_sure",
        on_click=take,
        args=(wave.name, unit),
        kwargs={"sure": True},
    )
if said := st.session_state.pop(SAID, None):
    (st.success if said[0] else st.error)(said[1])
