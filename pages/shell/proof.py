"""The proof of a release: for each group two different sets of answers that publish the same."""

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Final

import streamlit as st

from analytics.charts.words import in_language
from analytics.disclosure.audit.checker import CertificateOlder, refusals, require_checkable
from analytics.disclosure.audit.rules import divided
from analytics.disclosure.audit.rules_said import sealed_under, stricter
from analytics.release.certificate import Certificate
from analytics.release.content import Release
from analytics.release.model import Cell, Manifest, MeasureEntry, Statistic
from analytics.release.reader import open_certificate
from analytics.release.witnesses import Witness, World, witnesses
from pages.shell import table, workspace
from pages.shell.lead import paragraph
from survey.i18n.catalogue import Texts
from survey.i18n.numbers import decimal
from survey.i18n.writing import isolated

POINTS: Final = 100


@st.cache_resource(show_spinner=False, max_entries=16)
def _opened(release_id: str, _folder: Path) -> Certificate:  # noqa: ARG001  - the cache's key
    """Open a certificate once: a release never changes, so its id is the whole key."""
    return open_certificate(_folder)


@st.cache_data(show_spinner=False, max_entries=16)
def _refused(
    release_id: str,  # noqa: ARG001  - the cache's key
    sha256: str,  # noqa: ARG001
    _release: Release,
    _certificate: Certificate,
) -> tuple[int, int, float]:
    """How many claims do not follow, by the release's rules and by later ones, and the seconds."""
    start = perf_counter()
    found = refusals(_release, _certificate.proofs)
    own, later = divided(found, _release.manifest.rules)
    return len(own), len(later), perf_counter() - start


def offer(releases: Sequence[Release], text: Texts) -> None:
    """Draw the proof of a release, of the newest unless the reader picks another wave."""
    proven = {
        release.manifest.wave: (release, certificate)
        for release in reversed(releases)
        if (certificate := _certificate(release)).proofs
    }
    if not proven:
        return
    st.header(text("proof.title"))
    wave = next(iter(proven))
    if len(proven) > 1:
        wave = st.selectbox(text("receipts.wave"), list(proven), key="proof_wave")
    _show(*proven[wave], text)


def _certificate(release: Release) -> Certificate:
    manifest = release.manifest
    return _opened(manifest.id, workspace.current().releases / manifest.wave)


def _show(release: Release, certificate: Certificate, text: Texts) -> None:
    """Draw the choice of a question and a group, its two worlds, and the whole proof as a file."""
    manifest = release.manifest
    wave = isolated(manifest.wave, text.language)
    paragraph(text("proof.lead", wave=wave, groups=certificate.groups))
    found = _chosen(release, certificate, text)
    if found is not None:
        entry, witness = found
        _draw(release, entry, witness, text)
    _say_rules(manifest, text)
    _offer_check(release, certificate, text)
    st.download_button(
        text("proof.download"),
        certificate.document.encode(),
        f"proof-{manifest.wave}.json",
        "application/json",
    )


def _say_rules(manifest: Manifest, text: Texts) -> None:
    """Say by which version and under which rules it was sealed, and what is stricter since."""
    paragraph(sealed_under(manifest, text))
    first, *since = stricter(manifest, text) or [""]
    if first:
        paragraph(first)
        st.markdown("\n".join(f"- {line}" for line in since))


def _offer_check(release: Release, certificate: Certificate, text: Texts) -> None:
    """Draw the commands that check or attack the release, and a button that checks it here."""
    wave = release.manifest.wave
    command = f'python -m analytics audit "{wave}"'
    try:
        require_checkable(release, certificate.proofs)
    except CertificateOlder:
        paragraph(text("proof.older"))
        st.code(f"{command} --again", language="bash")
        return
    paragraph(text("proof.whole", worlds=certificate.worlds))
    lines = [f"{command} --certificate proof.json", "sha256sum proof.json", certificate.sha256]
    st.code("\n".join(lines), language="bash")
    if not st.button(text("proof.check"), key=f"proof_check_{wave}"):
        return
    own, later, took = _refused(release.manifest.id, certificate.sha256, release, certificate)
    seconds = decimal(took, 1, text.language)
    if own:
        st.error(text("proof.refused", count=own))
    elif later:
        st.warning(text("proof.refused_later", count=later))
    else:
        paragraph(text("proof.checked", worlds=certificate.worlds, seconds=seconds))


def _chosen(
    release: Release, certificate: Certificate, text: Texts
) -> tuple[MeasureEntry, Witness] | None:
    """The question and the group that the reader picked; yes/no questions come first."""
    groups = {
        measure.key: own
        for measure in sorted(release.measures, key=lambda one: one.kind != "yes_no")
        if (own := _of(certificate, measure.key))
    }
    if not groups:
        return None
    entries = {measure.key: measure for measure in release.measures}
    left, right = st.columns(2)
    with left:
        key = st.selectbox(
            text("proof.measure"),
            list(groups),
            format_func=lambda one: in_language(entries[one].name, text.language),
            key=f"proof_measure_{release.manifest.wave}",
        )
    with right:
        at = st.selectbox(
            text("proof.group"),
            range(len(groups[key])),
            format_func=lambda place: _name(groups[key][place]),
            key=f"proof_group_{release.manifest.wave}_{key}",
        )
    return entries[key], groups[key][at]


def _of(certificate: Certificate, measure: str) -> Sequence[Witness]:
    """The witnesses of one measure, each group once; those whose worlds differ come first."""
    found: dict[tuple[str, str], Witness] = {}
    for proof in certificate.proofs:
        if proof.measure == measure:
            for witness in witnesses(proof):
                found.setdefault((witness.department, witness.team), witness)
    return sorted(
        found.values(), key=lambda one: (one.lowest == one.highest, one.department, one.team)
    )


def _name(witness: Witness) -> str:
    return f"{witness.department}: {witness.team}"


def _draw(release: Release, entry: MeasureEntry, witness: Witness, text: Texts) -> None:
    rows = [[text("proof.one"), _said(witness.lowest, entry, witness.steps, text)]]
    if witness.highest != witness.lowest:
        rows.append([text("proof.another"), _said(witness.highest, entry, witness.steps, text)])
    cell = _cell(release, witness)
    if cell is not None:
        rows.append([text("proof.published"), _published(cell, entry, text)])
    caption = f"{in_language(entry.name, text.language)}, {_name(witness)}"
    table.show(caption, [text("proof.column.answers"), text("proof.column.said")], rows)
    ends = [POINTS * end / witness.steps for end in witness.one_person]
    if entry.kind == "yes_no" and witness.one_person == (0, 1):
        paragraph(text("proof.anyone_yes_no"))
    else:
        low, high = (decimal(end, 0, text.language) for end in ends)
        paragraph(text("proof.anyone_scale", low=low, high=high))


def _cell(release: Release, witness: Witness) -> Cell | None:
    """The published number of the group."""
    found = (
        cell
        for cell in release.cells
        if (cell.measure, cell.department, cell.team)
        == (witness.measure, witness.department, witness.team)
        and cell.breakdown == "*"
        and cell.statistic in (Statistic.MEAN, Statistic.SHARE)
        and cell.n
    )
    return next(found, None)


def _said(world: World, entry: MeasureEntry, steps: int, text: Texts) -> str:
    if entry.kind == "yes_no":
        return text("proof.yes", count=world.total, n=world.people)
    mean = POINTS * world.total / (world.people * steps)
    return text("proof.mean", mean=decimal(mean, 2, text.language), n=world.people)


def _published(cell: Cell, entry: MeasureEntry, text: Texts) -> str:
    n = cell.n or 0
    if entry.kind == "yes_no":
        if cell.value is not None:
            return text("proof.yes", count=round(cell.value * n), n=n)
        low, high = (round((end or 0.0) * n) for end in (cell.low, cell.high))
        return text("proof.yes_between", low=low, high=high, n=n)
    if cell.value is not None:
        return text("proof.mean", mean=decimal(cell.value, 2, text.language), n=n)
    low_end, high_end = (decimal(end or 0.0, 2, text.language) for end in (cell.low, cell.high))
    return text("proof.mean_between", low=low_end, high=high_end, n=n)
