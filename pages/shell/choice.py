"""Choices that stand in the page's address: a link takes them along, and "back" undoes them.

An address names options by keys that are the same in every language. Streamlit's own binding of a
widget to the address writes the words that are shown, and a link sent from a German page would mean
nothing on an English one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import streamlit as st

T = TypeVar("T")

WRITTEN: Final = "address_written_"
KEPT: Final = "kept_choice_"
PAGE: Final = "address_page"


@dataclass(frozen=True)
class Part:
    """The part of an address that says one choice.

    ``name`` is what the address calls the choice, ``key`` is the widget's in the session, and
    ``token`` returns what the address calls an option; the same in every language. What is ``kept``
    begins other pages that ask the same, until the reader takes it back.
    """

    name: str
    key: str
    token: Callable[[Any], str] = str
    kept: bool = False


def on_page(path: str) -> None:
    """Say which page is drawn, before its first choice: a menu leads to addresses without any."""
    if st.session_state.get(PAGE) != path:
        st.session_state[PAGE] = path
        for key in [one for one in st.session_state if str(one).startswith(WRITTEN)]:
            del st.session_state[key]


def selectbox(
    label: str,
    options: Iterable[T],
    part: Part,
    *,
    first: T | None = None,
    plain: T | None = None,
    format_func: Callable[[Any], Any] = str,
) -> T:
    """Draw a list of options whose choice stands in the address.

    Parameters
    ----------
    first
        What is chosen where neither reader nor address say anything; else the first option.
    plain
        The option that an address without the choice means, where that is not ``first``.

    Returns
    -------
    T
        The option chosen. An address that names an option which is not there means ``first``.
    """
    offered = list(options)
    begun = offered[0] if first is None or first not in offered else first
    unsaid = begun if plain is None else plain
    by_token = {part.token(one): one for one in offered}
    _begin(part, by_token, by_token.get(_kept(part), begun), unsaid)
    chosen = st.selectbox(label, offered, format_func=format_func, key=part.key)
    _write(part, part.token(chosen), part.token(unsaid))
    return chosen


def segmented(
    label: str,
    options: Iterable[T],
    part: Part,
    *,
    format_func: Callable[[Any], Any] = str,
) -> T:
    """Draw a few options side by side, one of them chosen; otherwise as ``selectbox``."""
    offered = list(options)
    begun = offered[0]
    _begin(part, {part.token(one): one for one in offered}, begun, begun)
    chosen = st.segmented_control(
        label, offered, format_func=format_func, required=True, key=part.key
    )
    found = begun if chosen is None else chosen
    _write(part, part.token(found), part.token(begun))
    return found


def words(label: str, part: Part) -> str:
    """Draw a line to type in, such as a search; otherwise as ``selectbox``, empty where unsaid.

    What stands in an address is taken as it is: it is only ever compared with names.
    """
    asked = st.query_params.get(part.name)
    if asked != st.session_state.get(WRITTEN + part.name):
        st.session_state[part.key] = asked or ""
    elif _is_new(part):
        st.session_state[part.key] = _kept(part)
    typed = st.text_input(label, key=part.key).strip()
    _write(part, typed, "")
    return typed


def _begin(part: Part, by_token: dict[str, T], first: T, unsaid: T) -> None:
    """Set the widget where the address is not as it was written, or where it has nothing yet."""
    asked = st.query_params.get(part.name)
    if asked != st.session_state.get(WRITTEN + part.name):
        st.session_state[part.key] = unsaid if asked is None else by_token.get(asked, first)
    elif _is_new(part) or st.session_state.get(part.key) not in by_token.values():
        st.session_state[part.key] = first


def _is_new(part: Part) -> bool:
    """Whether a page draws a choice for the first time: what it held on another page is let go."""
    return WRITTEN + part.name not in st.session_state


def _kept(part: Part) -> str:
    """Return what a page before chose of the same, "" for nothing."""
    return str(st.session_state.get(KEPT + part.name, "")) if part.kept else ""


def _write(part: Part, chosen: str, plain: str) -> None:
    """Put a choice into the address, or take it out where the address means it without."""
    wanted = None if chosen == plain else chosen
    if wanted is None and part.name in st.query_params:
        del st.query_params[part.name]
    elif wanted is not None and st.query_params.get(part.name) != wanted:
        st.query_params[part.name] = wanted
    st.session_state[WRITTEN + part.name] = wanted
    if part.kept:
        st.session_state[KEPT + part.name] = wanted or ""
