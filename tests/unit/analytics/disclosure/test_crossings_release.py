"""A release with breakdowns: audited, repaired in one fixed way, and guarded against the last."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from analytics.composing import attacks
from analytics.composing.composition import compose
from analytics.disclosure.audit import (
    AuditFailed,
    Finding,
    Inspection,
    certificate_of,
    findings,
    inspect,
    inspection,
)
from analytics.disclosure.audit.certificate import Settled
from analytics.disclosure.audit.prover.side_by_side import attack_tables
from analytics.disclosure.audit.reading.table import Table
from analytics.disclosure.wave_guard import Since
from analytics.release.content import Release
from analytics.release.model import TOTAL, Cell, CellStatus
from survey.fieldwork.moves import Move
from tests.divided import divided_organisation
from tests.organisations import KEY, Organisation, tally_of

SIZES = [[12, 14], [19]]


def composed(organisation: Organisation) -> Release:
    tally = tally_of(organisation.wave, organisation.rows)
    return compose(organisation.wave, tally, KEY)


def by_breakdown(release: Release, measure: str) -> list[Cell]:
    return [
        cell for cell in release.cells
        if cell.measure == measure and cell.breakdown != TOTAL
        and cell.status is not CellStatus.WITHHELD
    ]  # fmt: skip


def test_a_release_with_breakdowns_gives_nothing_away() -> None:
    release = composed(divided_organisation(SIZES))
    assert by_breakdown(release, "workload")
    assert [entry.key for entry in release.breakdowns] == ["b0", "b1"]
    assert findings(release) == []


def test_what_is_shown_by_breakdown_does_not_change_when_answers_change_owners() -> None:
    one = divided_organisation([[14, 12], [11, 13]])
    answers = [given[:2] for _, given in one.rows]
    turned = tuple(
        (unit, (*answers[place - 7], *given[2:])) for place, (unit, given) in enumerate(one.rows)
    )
    patterns = [
        [(cell.department, cell.breakdown, cell.category, cell.measure) for measure in
         ("workload", "back_pain") for cell in by_breakdown(composed(each), measure)]
        for each in (one, replace(one, rows=turned))
    ]  # fmt: skip
    assert patterns[0] == patterns[1]


def test_where_the_audit_finds_something_that_question_is_broken_down_for_all_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attacked: list[Release] = []

    def attack(release: Release, *known: Any, **how: Any) -> Inspection:
        attacked.append(release)
        if len(attacked) == 1:
            found = Finding("AUDIT-PERSON", "workload", "D0", "T0", "made up")
            raise AuditFailed("made up", [found])
        return inspect(release, *known, **how)

    monkeypatch.setattr(attacks, "inspect", attack)
    release = composed(divided_organisation([[60, 50], [55, 58]]))
    assert len(attacked) == 3  # an insider in vain, then an insider and a reader
    assert {cell.department for cell in by_breakdown(release, "workload")} == {TOTAL}
    assert {cell.department for cell in by_breakdown(release, "back_pain")} > {TOTAL}


def test_what_the_repair_leaves_as_it_was_is_not_attacked_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attacked: list[list[str]] = []
    found = Finding("AUDIT-PERSON", "workload", "D0", "T0", "made up")

    def attack(release: Release, *known: Any, **how: Any) -> Inspection:
        own = inspect(release, *known, **how)
        return replace(own, beside=(found,)) if len(attacked) == 2 else own

    def attack_each(tables: Sequence[Table], *known: Any, **how: Any) -> list[Settled]:
        attacked.append([table.measure for table in tables])
        return attack_tables(tables, *known, **how)

    monkeypatch.setattr(attacks, "inspect", attack)
    monkeypatch.setattr(inspection, "attack_tables", attack_each)
    release = composed(divided_organisation([[60, 50], [55, 58]]))
    every = [entry.key for entry in release.measures]
    assert attacked == [every, every, ["workload"], ["workload"]]
    assert release.proofs == certificate_of(inspect(release).verdicts).proofs


def test_what_the_repair_does_not_mend_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    def attack(*_of: object, **_how: object) -> Inspection:
        raise AuditFailed("made up", [Finding("AUDIT-PERSON", "workload", "D0", "T0", "made up")])

    monkeypatch.setattr(attacks, "inspect", attack)
    with pytest.raises(AuditFailed):
        composed(divided_organisation(SIZES))


def test_one_who_moved_by_a_list_leaves_both_rows_as_ranges() -> None:
    """Team T0 of D0 had 13 people, and one went to T1: neither row is a number, none is joined."""
    organisation = divided_organisation([[12, 14], [19]])
    tally, wave = tally_of(organisation.wave, organisation.rows), organisation.wave
    alone = compose(wave, tally, KEY)
    earlier = tuple(
        replace(unit, headcount=(unit.headcount or 0) + change)
        for unit, change in zip(wave.units, (1, -1, 0), strict=True)
    )
    since = Since(alone, earlier, (Move(("D0", "T0"), ("D0", "T1"), 1),))
    beside = compose(wave, tally, KEY, since=since, standing=(alone,))
    assert beside.groups == alone.groups
    assert not beside.manifest.guarded
    assert CellStatus.SHOWN not in {cell.status for cell in beside.cells}
    assert CellStatus.BOUNDED in {cell.status for cell in beside.cells if cell.team != TOTAL}
