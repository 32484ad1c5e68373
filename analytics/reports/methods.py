"""How the numbers of a report were made, for whoever wants to judge them."""

from collections.abc import Iterator
from typing import Final

from analytics.charts.words import in_language
from analytics.reports.blocks import Block, Bullets, Heading
from analytics.reports.scope import Scope

SAID: Final = ("design", "scores", "intervals", "comparison", "links", "change", "sealed")


def methods(scope: Scope) -> Iterator[Block]:
    """Yield how was asked, counted, compared and estimated, in a sentence or two each."""
    texts, manifest = scope.texts, scope.release.manifest
    named = {
        "instrument": in_language(manifest.instrument_title, texts.language),
        "version": manifest.instrument_version,
        "answers": manifest.responses,
    }
    yield Heading(texts("report.methods"))
    yield Bullets(tuple(texts(f"report.methods.{key}", **named) for key in SAID))
