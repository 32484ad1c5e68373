"""In words: what a release was sealed by and under, and what has become stricter since."""

from analytics.disclosure.audit.rules import newest_rules, stricter_since
from analytics.release.model import Manifest
from survey.i18n.catalogue import Texts
from survey.i18n.dates import day


def sealed_under(manifest: Manifest, text: Texts) -> str:
    """Say which version sealed a release, under which rules of the audit."""
    if not manifest.version:
        return text("proof.sealed_unnamed", newest=newest_rules())
    return text(
        "proof.sealed", version=manifest.version, rules=manifest.rules, newest=newest_rules()
    )


def stricter(manifest: Manifest, text: Texts) -> list[str]:
    """Say what has become stricter since a release was sealed, a line a rule; none where nothing.

    The first line says what the others are.
    """
    since = [
        f"{day(one.since, text.language)}: {text(f'proof.rules.{one.number}')}"
        for one in stricter_since(manifest.rules)
    ]
    return [text("proof.stricter"), *since] if since else []
