"""The list of moves: where it comes from, and what it says beside both staff lists."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from pages.shell import samples
from pages.shell.address import as_seen
from pages.shell.language import worded, words
from pages.shell.lead import paragraph
from survey.errors import BearingError
from survey.fieldwork.moves import Move, Staff, read_moves, staff_on_both
from survey.fieldwork.policy import Policy
from survey.fieldwork.turnover.page import ADDRESS
from survey.store.protocol import Unit, Wave


@dataclass(frozen=True)
class Given:
    """The moves that were given, None where none were; ``usable`` is whether publishing may go.

    ``staff`` is everybody on both staff lists by where they were and are, as the moves have it.
    """

    moves: tuple[Move, ...] | None
    usable: bool = True
    staff: Staff = field(default_factory=dict)


def ask(before: Wave, units: Sequence[Unit], policy: Policy, key: str) -> Given:
    """Ask for the moves between the staff lists of two waves, and say what they come to."""
    text = words()
    with st.expander(text("moves.title")):
        paragraph(text("moves.lead", before=before.name))
        st.link_button(text("moves.count"), f"{as_seen()}/{ADDRESS}?lang={text.language}")
        st.markdown(text("moves.count_lead"))
        samples.offer("moves.csv")
        uploaded = st.file_uploader(text("moves.file"), ["csv", "tsv", "txt", "xlsx"], key=key)
    if uploaded is None:
        return Given(None)
    try:
        moves = read_moves(uploaded.getvalue(), uploaded.name)
        staff = staff_on_both(before.units, units, moves)
    except BearingError as refused:
        st.error(worded(refused))
        return Given(None, usable=False)
    people = {
        kind: sum(own for pair, own in staff.items() if _kind(pair) == kind)
        for kind in ("joined", "left", "moved", "stayed")
    }
    st.success(text("moves.counted", **people))
    if 0 < people["joined"] + people["left"] < policy.health:
        st.info(text("moves.too_few", k=policy.health))
    return Given(moves, staff=staff)


def _kind(pair: tuple[object, object]) -> str:
    before, now = pair
    if before is None or now is None:
        return "joined" if before is None else "left"
    return "stayed" if before == now else "moved"
