"""The attack on a release as a picture, and the audit's verdict with its command."""

import streamlit as st

from analytics.charts.other_products import rivals
from analytics.charts.two_waves import N_THEN, YES_THEN, two_waves
from analytics.release.content import Release
from analytics.release.model import CellStatus
from pages.shell import chart
from pages.shell.lead import paragraph
from survey.i18n.catalogue import Texts
from survey.i18n.writing import isolated


def show(release: Release, text: Texts) -> None:
    """Draw what other rules would have given away on these answers, and what this release does."""
    manifest = release.manifest
    st.header(text("rivals.title"))
    wave = isolated(manifest.wave, text.language)
    paragraph(text("rivals.lead", wave=wave))
    picture = chart.kept_for_everyone(
        (manifest.id, "rivals"), lambda: rivals(manifest, text, chart.palette())
    )
    chart.show(picture, text("rivals.caption", wave=wave), taken_along=False)
    _show_two_waves(int(manifest.policy["conditions"]), text)
    shown = sum(cell.status is not CellStatus.WITHHELD for cell in release.cells)
    paragraph(text("rivals.audit", cells=shown))
    st.code(f'python -m analytics audit "{manifest.wave}" --again', language="bash")
    paragraph(text("rivals.fingerprint", release=manifest.id))


def _show_two_waves(threshold: int, text: Texts) -> None:
    """Draw what two waves of a made-up team tell of one who left, by such a rule and by ours."""
    st.subheader(text("rivals.waves.title"))
    paragraph(text("rivals.waves.lead", then=YES_THEN, n_then=N_THEN))
    picture = chart.kept_for_everyone(
        ("two_waves", str(threshold)), lambda: two_waves(threshold, text, chart.palette())
    )
    chart.show(picture, text("rivals.waves.caption"), taken_along=False)
