"""What the promise page shows of a certificate agrees with the release and with the proof."""

import pytest

from analytics.release.certificate import Certificate
from analytics.release.content import Release
from analytics.release.model import CellStatus
from analytics.release.witnesses import Witness, witnesses
from tests.divided import divided_organisation
from tests.organisations import release_of


@pytest.fixture(scope="module")
def release() -> Release:
    return release_of(divided_organisation([[12, 14], [19]]))


@pytest.fixture(scope="module")
def found(release: Release) -> list[Witness]:
    return [witness for proof in release.proofs for witness in witnesses(proof)]


def test_every_row_of_a_team_has_two_worlds(release: Release, found: list[Witness]) -> None:
    rows = {
        (cell.measure, cell.department, cell.team)
        for cell in release.cells
        if cell.team != "*" and cell.breakdown == "*" and cell.status is not CellStatus.WITHHELD
    }
    assert rows
    assert rows <= {(one.measure, one.department, one.team) for one in found}


def test_the_worlds_lie_within_what_is_published(release: Release, found: list[Witness]) -> None:
    compared = 0
    for one in found:
        for cell in release.cells:
            place = (cell.measure, cell.department, cell.team, cell.breakdown)
            if place != (one.measure, one.department, one.team, "*") or not cell.n:
                continue
            top = 1.0 if cell.statistic == "share" else 100.0
            for world in (one.lowest, one.highest):
                number = top * world.total / (world.people * one.steps)
                assert world.people == cell.n
                if cell.value is not None:
                    assert number == pytest.approx(cell.value, abs=0.006 * top)
                else:
                    assert (cell.low or 0) - 0.006 * top <= number <= (cell.high or 0) + 0.006 * top
                compared += 1
    assert compared


def test_any_single_person_may_have_answered_more_than_one_thing(found: list[Witness]) -> None:
    assert all(one.one_person[0] < one.one_person[1] for one in found)


def test_the_certificate_is_one_line_with_the_hash_of_its_file(release: Release) -> None:
    certificate = Certificate(release.proofs)
    assert certificate.document.count("\n") == 1
    assert len(certificate.sha256) == 64
    assert certificate.groups == sum(proof.groups for proof in release.proofs) > 0
