"""A release is held to the rules that it was sealed under; what came later is said apart."""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

import pytest

from analytics import audit_command
from analytics.__main__ import app
from analytics.disclosure.audit.between import Between
from analytics.disclosure.audit.checker import CertificateRefused, Refusal
from analytics.disclosure.audit.finding import Finding, Leak
from analytics.disclosure.audit.over_time.attack import OverTime
from analytics.disclosure.audit.rules import all_rules, divided, newest_rules, rules_of
from analytics.disclosure.audit.rules_said import sealed_under, stricter
from analytics.release.reader import ReleaseNewer, read_manifest
from survey import __version__
from survey.command_line import run
from survey.i18n.catalogue import PROMISE_PARTS, languages, texts
from survey.keeping.seal import MANIFEST
from survey.settings import Workspace
from survey.store.opening import close_store
from tests.charts_release import made_up_release
from tests.old_workspaces import FOLDER, unpacked

KINDS: tuple[type[StrEnum], ...] = (Leak, OverTime, Between)
BEFORE = sorted(FOLDER.glob("08-*"))[0]
"""Sealed with a proof that can be counted, by a version that named no rules."""

BETWEEN = "AUDIT-BETWEEN-PERSON"


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Workspace]:
    workspace, _known = unpacked(BEFORE, tmp_path)
    yield workspace
    close_store(workspace)


def audit(workspace: Workspace, *arguments: str) -> int:
    return run(app, ["audit", "released", *arguments, "--workspace", str(workspace.root)])


def finding(code: str) -> Finding:
    return Finding(code, "pain", "Stores", "Day", "pain of Stores, Day: somebody is found out")


def test_every_kind_of_finding_is_of_one_of_the_rules() -> None:
    named = [code for one in all_rules() for code in one.findings]
    kinds = {code.value for kind in KINDS for code in kind} | {CertificateRefused.code}
    assert sorted(named) == sorted(kinds)


def test_rules_are_numbered_and_dated_in_order_and_told_in_every_language() -> None:
    assert [one.number for one in all_rules()] == list(range(1, newest_rules() + 1))
    days = [one.since for one in all_rules()]
    assert days == sorted(days)
    for language in languages(*PROMISE_PARTS):
        text = texts(language, *PROMISE_PARTS)
        assert len({text(f"proof.rules.{one.number}") for one in all_rules()[1:]}) == len(days) - 1


def test_what_later_rules_find_is_told_apart() -> None:
    own, later = divided([finding(BETWEEN), finding("AUDIT-PERSON")], rules_of(BETWEEN) - 1)
    assert [one.code for one in own] == ["AUDIT-PERSON"]
    assert [one.code for one in later] == [BETWEEN]
    assert divided([finding(BETWEEN)], rules_of(BETWEEN)) == ([finding(BETWEEN)], [])


def test_a_kind_that_no_rules_name_is_of_the_first() -> None:
    assert rules_of("AUDIT-FORGOTTEN") == 1


def test_a_release_names_its_version_and_its_rules(old: Workspace) -> None:
    before = read_manifest(old.releases / "released")
    assert (before.version, before.rules) == ("", 1)
    said = " ".join([sealed_under(before, texts("en")), *stricter(before, texts("en"))])
    assert "did not yet write down" in said and "27 November 2026: A release is also" in said
    assert run_publish(old) == 0
    now = read_manifest(old.releases / "closed")
    assert (now.version, now.rules) == (__version__, newest_rules())
    assert stricter(now, texts("en")) == []
    assert __version__ in sealed_under(now, texts("en"))


def run_publish(workspace: Workspace) -> int:
    return run(app, ["publish", "closed", "--workspace", str(workspace.root)])


@pytest.mark.parametrize("again", [(), ("--again",)], ids=["checked", "again"])
def test_an_old_release_is_not_condemned_by_what_came_later(
    old: Workspace,
    again: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(audit_command, "findings_between", lambda _release: [finding(BETWEEN)])
    refusal = Refusal("pain", "somebody is found out", BETWEEN)
    monkeypatch.setattr(audit_command, "refusals", lambda _release, _proofs: [refusal])
    assert audit(old, *again) == 0
    said = capsys.readouterr().out
    assert "nothing leaks" in said
    assert f"SINCE-RULES-{rules_of(BETWEEN)}\t{BETWEEN}\tpain\t" in said
    assert "By later rules, findings: 1." in said


@pytest.mark.parametrize("again", [(), ("--again",)], ids=["checked", "again"])
def test_an_old_release_answers_for_the_rules_of_its_time(
    old: Workspace,
    again: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        audit_command, "findings_over_time", lambda *_releases: [finding("AUDIT-PERSON")]
    )
    assert audit(old, *again) == 1
    assert "AUDIT-PERSON\t" in capsys.readouterr().out


def test_an_old_release_of_which_nothing_follows_says_what_is_stricter(
    old: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit(old) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Checked the release") and len(lines) == 4 + newest_rules() - 1
    assert "find nothing in it either" in lines[-1]


def test_a_release_of_a_newer_version_is_not_called_changed(old: Workspace) -> None:
    path = old.releases / "released" / MANIFEST
    path.chmod(0o644)
    named = path.read_text("utf-8").replace('"format"', '"version": "99.1.0", "later": 1, "format"')
    path.write_text(named, "utf-8")
    with pytest.raises(ReleaseNewer, match=r"sealed by Bearing 99\.1\.0; this is"):
        read_manifest(path.parent)


def test_the_made_up_release_of_other_tests_is_held_to_the_first_rules() -> None:
    release = made_up_release()
    later = replace(release, manifest=release.manifest.model_copy(update={"rules": 3}))
    assert len(stricter(release.manifest, texts("de"))) == newest_rules()
    assert len(stricter(later.manifest, texts("de"))) == newest_rules() - 2
