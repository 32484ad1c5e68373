"""The promise: what happens to an answer, the rules in force, and what the promise cannot do."""

from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

from analytics.release.model import Manifest
from analytics.release.reader import read_manifest, released
from pages.shell import attack, proof, receipt, release_choice, table, workspace
from pages.shell.language import words
from pages.shell.lead import lead, paragraph
from survey.configuration import read_settings
from survey.fieldwork.policy import Policy
from survey.i18n.writing import isolated

text = words()
PROMISES = (
    "names",
    "codes",
    "groups",
    "thresholds",
    "ends",
    "once",
    "time",
    "audit",
    "participation",
    "texts",
)
LIMITS = ("combine", "hints", "server", "lists", "after", "links")
DOCS = Path(__file__).parents[2] / "docs"


def rules(manifest: Manifest) -> list[str]:
    """Return a release's row of the table: its thresholds and the hash they were fixed under."""
    policy = manifest.policy
    return [
        isolated(manifest.wave, text.language),
        text.plural("common.answers", policy["conditions"]),
        text.plural("common.answers", policy["health"]),
        text("promise.step", step=policy["participation_step"]),
        manifest.policy_sha256,
    ]


st.title(text("promise.title"))
lead(text("promise.lead"))
st.markdown("\n".join(f"- {text(f'promise.point.{name}')}" for name in PROMISES))

settings = read_settings()
if settings.oidc:
    host = isolated(urlsplit(settings.oidc_issuer).netloc, text.language)
    paragraph(text("promise.sign_in", host=host))

st.header(text("promise.rules"))
here = workspace.current()
manifests = [read_manifest(here.releases / wave) for wave in released(here)]
if manifests:
    st.markdown(text("promise.rules_lead"))
    columns = [
        text(f"promise.column.{name}")
        for name in ("wave", "conditions", "health", "participation", "hash")
    ]
    caption = text("promise.rules_caption")
    table.show(caption, columns, [rules(manifest) for manifest in reversed(manifests)])
    uncounted = [one.manifest.wave for one in release_choice.whole() if not one.participation]
    if uncounted:
        named = ", ".join(isolated(wave, text.language) for wave in uncounted)
        paragraph(text("promise.no_head_counts", waves=named))
    with st.expander(text("promise.hash")):
        st.markdown(text("promise.hash_words"))
else:
    policy = Policy()
    st.markdown(text("promise.no_release", conditions=policy.conditions, health=policy.health))

newest = release_choice.whole()[-1:]
if newest and newest[0].manifest.rivals:
    attack.show(newest[0], text)
proof.offer(release_choice.whole(), text)
receipt.offer(release_choice.whole(), text)

st.header(text("promise.limits"))
st.markdown("\n".join(f"- {text(f'promise.limit.{name}')}" for name in LIMITS))
st.markdown(text("promise.agreement_words"))
agreement = "works-agreement.de.md" if text.language == "de" else "works-agreement.md"
st.download_button(
    text("promise.agreement"),
    (DOCS / agreement).read_text("utf-8"),
    file_name=agreement,
    mime="text/markdown",
    on_click="ignore",
    key="works_agreement",
)
