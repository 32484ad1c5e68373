"""The checker accepts what the prover found, and refuses it once anything of it is changed."""

import ast
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analytics.disclosure.audit import certificate_of, inspect
from analytics.disclosure.audit.checker import (
    CertificateOlder,
    CertificateRefused,
    refusals,
    require_checkable,
    require_proven,
)
from analytics.release.content import Release
from analytics.release.model import Cell, CellStatus, Proof
from tests.divided import divided_organisation
from tests.organisations import release_of

AUDIT = Path(__file__).parents[4] / "analytics/disclosure/audit"

Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="module")
def release() -> Release:
    """Three departments divided in two ways, with rows at an end and rows in the middle."""
    return release_of(divided_organisation([[12, 14, 9], [19, 7], [30]], seed=3))


def changed(release: Release, change: Change, measure: str = "back_pain") -> tuple[Proof, ...]:
    """The proofs with the document of a measure's first one changed."""
    proofs = list(release.proofs)
    at = next(at for at, proof in enumerate(proofs) if proof.measure == measure)
    document = json.loads(proofs[at].document)
    change(document)
    proofs[at] = Proof(
        measure=measure,
        groups=sum(len(part["groups"]) for part in document["parts"]),
        worlds=sum(len(part["worlds"]) for part in document["parts"]),
        document=json.dumps(document),
    )
    return tuple(proofs)


def said(release: Release, proofs: tuple[Proof, ...]) -> str:
    """What the checker refuses, in one text."""
    return " / ".join(f"{refusal.measure}: {refusal.what}" for refusal in refusals(release, proofs))


def test_what_was_published_is_proven(release: Release) -> None:
    assert refusals(release, release.proofs) == []
    assert len(release.proofs) >= len(release.measures)


def test_the_checker_and_its_reading_know_no_solver_and_no_chance() -> None:
    forbidden = ("scipy.optimize", "random", "numpy.random", "secrets", "highspy")
    modules = [*AUDIT.glob("checker/*.py"), *AUDIT.glob("reading/*.py")]
    assert len(modules) > 10
    for module in modules:
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            for name in names:
                assert not name.startswith(forbidden), module
                assert "prover" not in name, module
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("random", "default_rng"), module


@pytest.mark.parametrize("step", [-1, 1])
def test_a_world_changed_by_one_answer_is_refused(release: Release, step: int) -> None:
    def change(document: dict[str, Any]) -> None:
        document["parts"][0]["worlds"][0]["sums"][0] += step

    proofs = changed(release, change, "workload")
    assert "a world does not agree with D" in said(release, proofs)


def test_a_world_with_one_person_more_is_refused(release: Release) -> None:
    def change(document: dict[str, Any]) -> None:
        document["parts"][0]["worlds"][0]["people"][0] += 1

    assert "another number of people" in said(release, changed(release, change, "workload"))


def test_a_world_with_one_person_more_in_a_group_of_open_size_is_refused(release: Release) -> None:
    def change(document: dict[str, Any]) -> None:
        document["parts"][0]["worlds"][0]["people"][0] += 1

    assert "a world does not agree with n of" in said(release, changed(release, change))


def test_a_missing_group_is_refused(release: Release) -> None:
    def change(document: dict[str, Any]) -> None:
        part = document["parts"][0]
        last = len(part["groups"]) - 1
        part["exchanges"] = [each for each in part["exchanges"] if last not in each[1:]]
        part["groups"].pop()
        for world in part["worlds"]:
            world["sums"].pop()
            world["people"].pop()

    assert "nowhere" in said(release, changed(release, change))


def test_a_missing_part_or_proof_is_refused(release: Release) -> None:
    def change(document: dict[str, Any]) -> None:
        document["parts"].pop()

    assert "nowhere" in said(release, changed(release, change))
    assert "proofs of it where" in said(release, release.proofs[1:])


def test_a_group_that_is_told_of_twice_is_refused(release: Release) -> None:
    def change(document: dict[str, Any]) -> None:
        document["parts"].append(document["parts"][0])

    assert "more than once" in said(release, changed(release, change))


def test_a_group_of_another_name_is_refused(release: Release) -> None:
    def change(document: dict[str, Any]) -> None:
        document["parts"][0]["groups"][0]["teams"] = [["D0", "Nobody"]]

    assert "not in the table" in said(release, changed(release, change))


def test_worlds_that_do_not_differ_are_refused(release: Release) -> None:
    """Of a group that every world has at an end there is no proof, though all agree."""

    def change(document: dict[str, Any]) -> None:
        for part in document["parts"]:
            part["exchanges"] = []
            del part["worlds"][1:]
            for group in part["groups"]:
                group["lowest"] = group["highest"] = 0

    assert said(release, changed(release, change))


def test_without_its_exchanges_a_proof_is_refused(release: Release) -> None:
    """Colleagues are answered by worlds one exchange away; none of them is made up."""
    whole = [json.loads(proof.document) for proof in release.proofs]
    assert any(part["exchanges"] for document in whole for part in document["parts"])

    def change(document: dict[str, Any]) -> None:
        for part in document["parts"]:
            part["exchanges"] = []

    at = next(at for at, document in enumerate(whole)
              if any(part["exchanges"] for part in document["parts"]))  # fmt: skip
    document = whole[at]
    change(document)
    proofs = list(release.proofs)
    proofs[at] = proofs[at].model_copy(update={"document": json.dumps(document)})
    assert said(release, tuple(proofs))


def test_what_is_shown_of_a_group_is_counted(release: Release) -> None:
    def one_person(document: dict[str, Any]) -> None:
        group = document["parts"][0]["groups"][0]
        group["one_person"] = [0, group["one_person"][1] + 1]

    def highest(document: dict[str, Any]) -> None:
        group = next(
            group for part in document["parts"] for group in part["groups"]
            if group["highest"] != group["lowest"]
        )  # fmt: skip
        group["highest"] = group["lowest"]

    assert "may have answered is not so" in said(release, changed(release, one_person))
    assert "differ most are others" in said(release, changed(release, highest))


@pytest.mark.parametrize(
    ("key", "value"),
    [("format", 4), ("measure", "workload"), ("steps", 2), ("threshold", 5), ("leaks", [{}])],
)
def test_a_proof_of_something_else_is_refused(release: Release, key: str, value: object) -> None:
    def change(document: dict[str, Any]) -> None:
        document[key] = value

    assert said(release, changed(release, change))


@pytest.mark.parametrize("value", ["7", 7.0, -1, None, 2**63, True])
def test_a_number_that_is_no_count_is_refused(release: Release, value: object) -> None:
    def change(document: dict[str, Any]) -> None:
        document["parts"][0]["worlds"][0]["sums"][0] = value

    assert "cannot be read" in said(release, changed(release, change))


def test_a_proof_that_counts_itself_wrongly_is_refused(release: Release) -> None:
    first, *others = release.proofs
    more = first.model_copy(update={"worlds": first.worlds + 1})
    assert "other numbers of groups and worlds" in said(release, (more, *others))


def test_every_number_of_a_group_that_is_changed_is_refused(release: Release) -> None:
    """By the smallest step that the number is published in."""
    tried = 0
    for at, cell in enumerate(release.cells):
        if cell.status is not CellStatus.SHOWN or cell.statistic == "sd" or cell.reason:
            continue
        step = 1 / (cell.n or 1) if cell.statistic == "share" else 0.02
        other = (cell.value or 0.0) + step
        cells = list(release.cells)
        cells[at] = cell.model_copy(update={"value": round(other, 4)})
        assert refusals(replace(release, cells=tuple(cells)), release.proofs), cell
        tried += 1
    assert tried > 5


def test_a_row_of_fewer_people_is_refused(release: Release) -> None:
    def small(cell: Cell) -> Cell:
        whole = cell.team == "*" or cell.breakdown != "*" or cell.statistic == "sd"
        return cell if whole else cell.model_copy(update={"n": 5})

    cells = tuple(small(cell) for cell in release.cells)
    assert "rests on fewer than" in said(replace(release, cells=cells), release.proofs)


def test_a_release_that_leaks_is_refused_with_the_proof_that_is_made_of_it(
    release: Release,
) -> None:
    """The prover's worlds agree with a leaking table, too; they differ in too little."""
    cell = next(
        cell for cell in release.cells
        if cell.measure == "workload" and cell.team != "*" and cell.statistic == "mean"
    )  # fmt: skip
    member = next(one for one in release.groups if one.group_team == cell.team)
    apart = cell.model_copy(update={"department": member.department, "team": member.team,
                                    "value": 0.0, "n": 6})  # fmt: skip
    leaking = replace(release, cells=(*release.cells, apart))
    inspection = inspect(leaking)
    assert inspection.findings
    assert refusals(leaking, certificate_of(inspection.verdicts).proofs)


def test_a_refusal_says_where_and_how_many(release: Release) -> None:
    with pytest.raises(CertificateRefused, match=r"wave '2026' .* way") as refused:
        require_proven(release, release.proofs[1:])
    assert refused.value.refusals


def test_a_certificate_of_an_older_kind_is_called_so(release: Release) -> None:
    def change(document: dict[str, Any]) -> None:
        del document["format"]

    for older in ((), changed(release, change, release.proofs[0].measure)):
        with pytest.raises(CertificateOlder, match="--again"):
            require_checkable(release, older)
    require_checkable(release, release.proofs)
