"""What is not shown and why, the rules in force, and how to read the numbers."""

from collections.abc import Iterator

from analytics.charts.words import in_language
from analytics.release.totals_off import most_off
from analytics.reports.blocks import Block, Bullets, Heading, Paragraph, Table
from analytics.reports.scope import Scope
from analytics.reports.tables import plain
from survey.vocabulary import Sensitivity

MOST_POOLED = 40
HOW_TO_READ = ("mean", "share", "interval", "range", "colour", "odds", "step", "adjusted")


def rules(scope: Scope) -> Iterator[Block]:
    """Yield who is shown with whom, the policy with its hash, and how to read the report."""
    yield from not_shown(scope)
    yield from in_force(scope)
    yield from how_to_read(scope)


def not_shown(scope: Scope) -> Iterator[Block]:
    """Yield who is shown with whom."""
    texts = scope.texts
    yield Heading(texts("report.not_shown"))
    yield Paragraph(texts("report.not_shown_intro"))
    for sensitivity in Sensitivity:
        pooled = scope.pooled(sensitivity)
        rows = list(dict.fromkeys((one.group_department, one.group_team) for one in pooled))
        if not pooled:
            yield Paragraph(texts(f"report.pooled_none.{sensitivity}"))
        elif len(rows) > MOST_POOLED:
            count = texts(f"report.pooled_count.{sensitivity}", count=len(pooled))
            yield Paragraph(f"{count} {texts('report.pooled_elsewhere')}")
        else:
            yield Table(
                caption=texts(f"report.pooled.{sensitivity}"),
                columns=tuple(texts(f"report.column.{key}") for key in ("unit", "shown_as")),
                rows=plain(sorted(rows)),
                widths=(30, 70),
                small=True,
            )


def in_force(scope: Scope) -> Iterator[Block]:
    """Yield the rules of the release, with the hashes of rules and release."""
    texts, manifest = scope.texts, scope.release.manifest
    policy = manifest.policy
    yield Heading(texts("report.rules"))
    yield Bullets(
        (
            texts("report.rules.thresholds", **policy),
            texts("report.rules.ends"),
            texts("report.rules.participation", **policy),
            texts("report.rules.models"),
            texts("report.rules.audit"),
        )
    )
    yield Paragraph(
        texts(
            "report.rules.hashes",
            policy=manifest.policy_sha256,
            release=manifest.id,
            instrument=in_language(manifest.instrument_title, texts.language),
            version=manifest.instrument_version,
        ),
        style="aside",
    )


def how_to_read(scope: Scope) -> Iterator[Block]:
    """Yield how numbers, ranges and colours are meant."""
    texts = scope.texts
    yield Heading(texts("report.how"))
    said = {key: texts(f"report.how.{key}") for key in HOW_TO_READ}
    if most := most_off(scope.release):
        cell, people = most
        name = in_language(scope.release.measure(cell.measure).name, texts.language)
        off = texts.plural("report.how.off", people, measure=name, total=cell.n or 0)
        said["range"] += f" {off}"
    yield Bullets(tuple(said.values()))
