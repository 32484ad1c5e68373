"""The checker's yes and no are those of going through every possible world.

On tiny tables every world can be written down. So a certificate of all of them is the best that
anybody could make by hand: it is accepted exactly where nothing leaks.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from analytics.disclosure.audit.certificate import certificate_of
from analytics.disclosure.audit.checker import refusals
from analytics.disclosure.audit.checker.check import unfounded
from analytics.disclosure.audit.prover import verdict
from analytics.disclosure.audit.prover.verdict import Verdict
from analytics.disclosure.audit.reading.table import Table
from analytics.release.content import Release
from analytics.release.model import Proof
from tests.divided import divided_organisation
from tests.organisations import Organisation, organisations, release_of
from tests.properties.test_audit_properties import MANY, Tiny, atoms_of, tiny_tables, worlds_of

SOME = settings(max_examples=25, deadline=None)


@pytest.fixture(autouse=True, scope="module")
def _searched() -> Iterator[None]:
    """Every part is searched for worlds: what construction settles has no certificate."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verdict, "units_of", _unread)
        yield


def _unread(*_arguments: object) -> None:
    return None


def proof_of(found: Verdict) -> Proof:
    (proof,) = certificate_of([found]).proofs
    return proof


def document_of(proof: Proof) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(proof.document)
    return document


def proof_with(document: dict[str, Any]) -> Proof:
    parts = document["parts"]
    return Proof(
        measure=document["measure"], document=json.dumps(document),
        groups=sum(len(part["groups"]) for part in parts),
        worlds=sum(len(part["worlds"]) for part in parts),
    )  # fmt: skip


def by_hand(tiny: Tiny, found: Verdict) -> Proof:
    """The certificate of all worlds that there are, and all exchanges between them."""
    full, every, document = tiny.table.full, worlds_of(tiny), document_of(proof_of(found))
    groups = [group for part in document["parts"] for group in part["groups"]]
    names = [frozenset(team for _, team in group["teams"]) for group in groups]
    order = [next(atom for atom in atoms_of(tiny) if frozenset("ABCD"[at] for at in atom) == name)
             for name in names]  # fmt: skip
    sums = np.stack([every[:, list(atom)].sum(axis=1) for atom in order], axis=1)
    worlds = [list(world) for world in dict.fromkeys(map(tuple, sums.tolist()))]
    people = [sum(tiny.sizes[at] for at in atom) for atom in order]
    known = {tuple(world) for world in worlds}
    table = np.array(worlds)
    for place, (group, n) in enumerate(zip(groups, people, strict=True)):
        own = table[:, place]
        group["lowest"], group["highest"] = int(own.argmin()), int(own.argmax())
        group["one_person"] = [int(np.maximum(own - (n - 1) * full, 0).min()),
                               int(np.minimum(own, full).max())]  # fmt: skip
    exchanges = [
        [at, taker, giver]
        for at, world in enumerate(worlds)
        for taker, giver in permutations(range(len(groups)), 2)
        if _moved(world, taker, giver, full) in known
    ]
    part = {
        "rests_on": "everything", "groups": groups, "others": [], "exchanges": exchanges,
        "worlds": [{"sums": world, "people": people, "others": []} for world in worlds],
    }  # fmt: skip
    return proof_with(document | {"parts": [part], "leaks": []})


def _moved(world: list[int], taker: int, giver: int, full: int) -> tuple[int, ...]:
    moved = list(world)
    moved[taker] += full
    moved[giver] -= full
    return tuple(moved)


@MANY
@given(tiny_tables())
def test_a_certificate_can_be_made_exactly_where_nothing_leaks(tiny: Tiny) -> None:
    found = verdict.verdict_on(tiny.table)
    refused = list(unfounded(tiny.table, by_hand(tiny, found)))
    event("leaks" if found.findings else "safe")
    assert bool(refused) == bool(found.findings)


@MANY
@given(tiny_tables())
def test_what_the_prover_found_is_accepted_exactly_where_it_found_no_leak(tiny: Tiny) -> None:
    found = verdict.verdict_on(tiny.table)
    assert bool(list(unfounded(tiny.table, proof_of(found)))) == bool(found.findings)


def safe(tiny: Tiny) -> dict[str, Any]:
    found = verdict.verdict_on(tiny.table)
    assume(not found.findings)
    return document_of(proof_of(found))


@st.composite
def roomy_tables(draw: st.DrawFn) -> Tiny:
    """Tables of more people whose rows leave room, so that many are safe."""
    tiny = draw(tiny_tables())
    sizes = tuple(n + 3 for n in tiny.sizes)
    rows = tuple(
        replace(row, n=(n := sum(sizes[at] for at in inside)), low=1 / n, high=1 - 1 / n)
        for row, inside in zip(tiny.table.rows, tiny.rows, strict=True)
    )
    people = {("D", "ABCD"[at]): n for at, n in enumerate(sizes)}
    table = replace(tiny.table, rows=rows, answers=people, exact=people, threshold=2)
    return Tiny(table, sizes, tiny.rows)


@MANY
@given(roomy_tables(), st.data())
def test_a_world_changed_by_one_answer_is_refused_if_no_answers_agree_with_it(
    tiny: Tiny, data: st.DataObject
) -> None:
    document = safe(tiny)
    part = data.draw(st.sampled_from(document["parts"]))
    world = data.draw(st.sampled_from(part["worlds"]))
    place = data.draw(st.integers(0, len(part["groups"]) - 1))
    world["sums"][place] += data.draw(st.sampled_from([-1, 1]))
    assume(world["sums"][place] >= 0)
    atoms = [tuple("ABCD".index(team) for _, team in group["teams"]) for group in part["groups"]]
    every = worlds_of(tiny)
    agrees = np.ones(len(every), dtype=bool)
    for atom, said in zip(atoms, world["sums"], strict=True):
        agrees &= every[:, list(atom)].sum(axis=1) == said
    event("still a world" if agrees.any() else "no world")
    if not agrees.any():
        assert list(unfounded(tiny.table, proof_with(document)))


@MANY
@given(roomy_tables(), st.data())
def test_a_number_that_was_changed_is_refused_if_a_world_does_not_agree(
    tiny: Tiny, data: st.DataObject
) -> None:
    document = safe(tiny)
    at = data.draw(st.integers(0, len(tiny.table.rows) - 1))
    row = tiny.table.rows[at]
    said = data.draw(st.integers(0, (row.n or 0) * tiny.table.full)) / (
        (row.n or 1) * tiny.table.full
    )
    rows = list(tiny.table.rows)
    rows[at] = replace(row, low=said, high=said)
    other = replace(tiny.table, rows=tuple(rows))
    assert list(unfounded(other, proof_with(document)))


@MANY
@given(roomy_tables(), st.data())
def test_without_one_group_it_is_refused(tiny: Tiny, data: st.DataObject) -> None:
    document = safe(tiny)
    part = data.draw(st.sampled_from(document["parts"]))
    gone = data.draw(st.integers(0, len(part["groups"]) - 1))
    del part["groups"][gone]
    for world in part["worlds"]:
        del world["sums"][gone], world["people"][gone]
    part["exchanges"] = [
        [world, *(at - (at > gone) for at in pair)]
        for world, *pair in part["exchanges"]
        if gone not in pair
    ]
    assert list(unfounded(tiny.table, proof_with(document)))


@st.composite
def divided(draw: st.DrawFn) -> Organisation:
    """Organisations whose questionnaire has two breakdowns."""
    teams = st.lists(st.integers(1, 20), min_size=1, max_size=5)
    sizes = draw(st.lists(teams, min_size=1, max_size=3))
    return divided_organisation([[14, *sizes[0]], *sizes[1:]], seed=draw(st.integers(0, 10**6)))


@SOME
@given(st.one_of(organisations(), divided()), st.data())
def test_every_release_is_proven_until_a_part_of_its_proof_is_missing(
    organisation: Organisation, data: st.DataObject
) -> None:
    release: Release = release_of(organisation)
    assert refusals(release, release.proofs) == []
    at = data.draw(st.integers(0, len(release.proofs) - 1))
    document = document_of(release.proofs[at])
    assume(document["parts"])
    del document["parts"][data.draw(st.integers(0, len(document["parts"]) - 1))]
    proofs = [*release.proofs[:at], proof_with(document), *release.proofs[at + 1 :]]
    assert refusals(release, proofs)
    assert refusals(release, [*release.proofs[:at], *release.proofs[at + 1 :]])


def test_a_table_without_rows_needs_no_world() -> None:
    table = Table("pain", 1, 6, colleague=False, rows=(), answers={})
    assert list(unfounded(table, proof_of(verdict.verdict_on(table)))) == []
