"""The promise page lets anyone look at the sets of answers that speak for each group."""

import json
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from analytics.disclosure.audit.checker import Refusal
from analytics.release.certificate import Certificate
from analytics.release.content import Release
from analytics.release.writer import write_release
from pages.shell import proof
from survey import __version__
from tests.divided import divided_organisation
from tests.organisations import release_of
from tests.pages.conftest import MakeWorkspace, Open

PAGE = "everyone/privacy.py"


@pytest.fixture(scope="module")
def release() -> Release:
    return release_of(divided_organisation([[12, 14], [19]]))


def shown(page: AppTest) -> str:
    return " ".join(
        [*(one.body for one in page.get("html")), *(one.value for one in page.markdown)]
    )


@pytest.fixture
def page(release: Release, make_workspace: MakeWorkspace, open_page: Open) -> AppTest:
    workspace = make_workspace(released=False)
    write_release(workspace.releases / release.manifest.wave, release)
    return open_page(PAGE)


def test_two_sets_of_answers_and_what_was_published_are_shown(page: AppTest) -> None:
    assert not page.exception
    assert "The proof, group by group" in [one.value for one in page.header]
    assert [one.label for one in page.selectbox][-2:] == ["Question", "Group"]
    assert "One that fits" in shown(page)
    assert "Published" in shown(page)


def test_every_question_and_group_can_be_looked_at(page: AppTest) -> None:
    for question in page.selectbox(key="proof_measure_2026").options:
        page.selectbox(key="proof_measure_2026").select(question).run()
        assert not page.exception
        group = page.selectbox[-1]
        for place in group.options:
            page.selectbox[-1].select(place).run()
            assert not page.exception
            assert place in shown(page)


def test_the_fingerprint_is_that_of_the_file_to_download(page: AppTest, release: Release) -> None:
    certificate = Certificate(release.proofs)
    assert any(certificate.sha256 in one.value for one in page.code)
    assert json.loads(certificate.document)["measures"]
    offered = [one.label for one in page.get("download_button")]
    assert offered == ["Download the proof", "Text for a works agreement"]


def test_a_release_without_proofs_shows_none(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    make_workspace()
    page = open_page(PAGE)
    assert not page.exception
    assert "The proof, group by group" not in [one.value for one in page.header]


def test_each_release_has_its_own_proof(
    release: Release, make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = make_workspace(released=False)
    for at, wave in enumerate(("2025", "2026")):
        manifest = release.manifest.model_copy(update={"wave": wave, "position": at})
        proofs = release.proofs[at:]
        write_release(workspace.releases / wave, replace(release, manifest=manifest, proofs=proofs))
    page = open_page(PAGE)
    said = {
        "2026": Certificate(release.proofs[1:]).sha256,
        "2025": Certificate(release.proofs).sha256,
    }
    for wave in ("2026", "2025"):
        page.selectbox(key="proof_wave").select(wave).run()
        assert not page.exception
        assert any(said[wave] in one.value for one in page.code)


def test_the_proof_is_counted_on_the_page(page: AppTest, release: Release) -> None:
    assert "Counted in" not in shown(page)
    page.button(key="proof_check_2026").click().run()
    assert not page.exception
    worlds = Certificate(release.proofs).worlds
    assert f"all {worlds} sets of answers agree" in shown(page)


def test_a_proof_that_does_not_hold_is_called_so(
    release: Release, make_workspace: MakeWorkspace, open_page: Open
) -> None:
    """A release with a number that its proof was not made for, sealed all the same."""
    workspace = make_workspace(released=False)
    other = replace(release, proofs=release.proofs[1:])
    write_release(workspace.releases / release.manifest.wave, other)
    page = open_page(PAGE)
    page.button(key="proof_check_2026").click().run()
    assert not page.exception
    assert any("The proof does not hold" in one.value for one in page.error)
    assert "Counted in" not in shown(page)


def test_the_page_says_by_what_a_release_was_sealed(page: AppTest, release: Release) -> None:
    said = f"sealed by Bearing {__version__}, under rules {release.manifest.rules} of the audit"
    assert said in shown(page)
    assert "has become stricter" not in shown(page)


def test_what_only_later_rules_find_does_not_condemn_an_old_release(
    release: Release,
    make_workspace: MakeWorkspace,
    open_page: Open,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = Refusal("pain", "two questions tell it together", "AUDIT-BETWEEN-PERSON")
    monkeypatch.setattr(proof, "refusals", lambda *_sealed: [found])
    manifest = release.manifest.model_copy(update={"version": "", "rules": 1})
    workspace = make_workspace(released=False)
    write_release(workspace.releases / manifest.wave, replace(release, manifest=manifest))
    page = open_page(PAGE)
    assert "has become stricter" in shown(page)
    page.button(key="proof_check_2026").click().run()
    assert not page.exception
    assert not page.error
    assert any("statements that do not follow: 1" in one.value for one in page.warning)


def test_a_proof_of_an_older_kind_is_not_offered_to_count(
    release: Release, make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = make_workspace(released=False)
    older = tuple(
        proof.model_copy(
            update={"document": json.dumps(json.loads(proof.document) | {"format": 2})}
        )
        for proof in release.proofs
    )
    write_release(workspace.releases / release.manifest.wave, replace(release, proofs=older))
    page = open_page(PAGE)
    assert not page.exception
    assert "a proof of an older kind" in shown(page)
    assert not [one for one in page.button if one.key == "proof_check_2026"]
