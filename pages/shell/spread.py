"""How a scale was answered in a place: what stands out, the picture, and its table."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import streamlit as st

from analytics.charts.spread import Asked, lean, share_words, spread, step_words
from analytics.charts.words import in_language
from analytics.release.content import Release
from analytics.release.model import TOTAL, CellStatus, Distribution, MeasureEntry, Reason
from pages.shell import chart
from pages.shell.language import words
from pages.shell.lead import paragraph
from pages.shell.wording import asked
from survey.i18n.catalogue import Texts

SPREAD_TIMES: Final = 4
"""A place has at least this many times the threshold in answers (analytics/distributions.py)."""


def spread_places(release: Release, measure: str) -> list[str]:
    """Return where a scale's answers are released question by question, the organisation first."""
    return list(
        dict.fromkeys(one.department for one in release.distributions if one.measure == measure)
    )


def place_name(place: str, text: Texts) -> str:
    """Return a department's name, or the organisation's."""
    return text("charts.organisation") if place == TOTAL else place


def show_spread(release: Release, entry: MeasureEntry, place: str) -> None:
    """Draw how the items of a scale were answered in a place, with what stands out first."""
    text = words()
    rows = [
        one for one in release.distributions if (one.measure, one.department) == (entry.key, place)
    ]
    if not rows:
        st.markdown(text(_why_none(release, entry)))
        return
    parts = Counter(one.item for one in rows)
    divided = [one for one in rows if parts[one.item] > 1]
    if len(divided) < len(rows):
        st.markdown(text("results.spread.one_part"))
    rows = divided
    if not rows:
        return
    keys = dict.fromkeys(one.item for one in rows)
    items = [asked(release, entry.key, key, text.language) for key in keys]
    worst = _worst_step(rows, items, text)
    if worst:
        paragraph(worst)
    name = in_language(entry.name, text.language)
    chart.show(
        chart.kept(
            (release.manifest.id, "spread", entry.key, place),
            lambda: spread(rows, items, text, chart.palette()),
        ),
        text("screens.factors.caption", factor=name, place=place_name(place, text)),
    )
    k = release.manifest.policy["conditions"]
    st.markdown(text("screens.factors.merged", k=k) + " " + text("results.spread.moved"))
    if any(" + " in one.department for one in release.distributions):
        st.markdown(text("screens.factors.departments", least=SPREAD_TIMES * k))


def _why_none(release: Release, entry: MeasureEntry) -> str:
    """Return the key of why a place has no spread: its reason is in the release for all to see."""
    release = release.whole
    own = [cell for cell in release.cells if cell.measure == entry.key]
    if any(cell.reason is Reason.SINCE_EARLIER for cell in own):
        return "results.spread.since_earlier"
    near_an_end = any(
        (cell.measure, cell.breakdown) == (entry.key, TOTAL)
        and cell.team != TOTAL
        and cell.status is CellStatus.BOUNDED
        for cell in release.cells
    )
    if near_an_end:
        return "results.spread.near_an_end"
    shown = any(one.measure == entry.key for one in release.distributions)
    if release.distributions and not shown:
        return "screens.factors.one_item"
    return "screens.factors.no_spread"


def _worst_step(rows: Sequence[Distribution], items: Sequence[Asked], text: Texts) -> str | None:
    """Return the sentence on the item with the largest part on the worse side."""
    found = []
    for item in items:
        own = [row for row in rows if row.item == item.key]
        worse = sorted(
            (row for row in own if lean(row, own, item) <= -2), key=lambda one: one.low_step
        )
        if worse:
            share = sum(row.count for row in worse) / worse[0].n
            found.append((share, item, worse))
    if not found:
        return None
    _, item, worse = max(found, key=lambda one: one[0])
    parts = [
        (step_words(item, row.low_step, row.high_step, text), share_words(row.count, row.n, text))
        for row in worse
    ]
    said = "; ".join(f"{step}: {share}" for step, share in parts)
    return text("screens.factors.worst", question=item.question, words=said)
