"""The attack on a release as a picture, and the audit's verdict with its command."""

import streamlit as st

from analytics.charts.other_products import rivals
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
    picture = rivals(manifest, text, chart.palette())
    chart.show(picture, text("rivals.caption", wave=wave))
    shown = sum(cell.status is not CellStatus.WITHHELD for cell in release.cells)
    paragraph(text("rivals.audit", cells=shown))
    st.code(f'python -m analytics audit "{manifest.wave}" --again', language="bash")
    paragraph(text("rivals.fingerprint", release=manifest.id))
