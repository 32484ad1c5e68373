"""The PDF report: accessible, archivable, the same on any day, and nothing that is not released."""

import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from analytics.charts.forest_rows import published_words, ratio_words
from analytics.charts.published import published_sources
from analytics.charts.words import cell_words
from analytics.release.content import Release
from analytics.release.model import (
    TOTAL,
    Analysis,
    AnalysisKind,
    Cell,
    CellStatus,
    GroupMember,
    Reason,
)
from analytics.release.sight import DepartmentUnknown
from analytics.reports.report import report
from analytics.reports.scope import Scope
from analytics.reports.teams import paged
from analytics.statistics.analysis_reading import finding_sentence
from analytics.statistics.by_chance import standing_out
from analytics.statistics.chance_reading import chance_sentence
from analytics.statistics.evidence import counter_evidence
from analytics.statistics.limits_reading import silent_sentences, unseen_sentences
from survey.i18n.catalogue import texts
from survey.organisation.letterhead import Letterhead
from survey.organisation.logo import checked_logo
from survey.vocabulary import MeasureRole
from tests.charts_release import made_up_release, mean

RELEASE = made_up_release()
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext is not installed"
)


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "english.pdf"
    report(RELEASE, path, "en")
    return path


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "german.pdf"
    report(RELEASE, path, "de", "Production")
    return path


def text_of(path: Path) -> str:
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def elements(document: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    """Every element of the structure tree of one kind."""
    waiting, found = [document.Root.StructTreeRoot], []
    while waiting:
        element = waiting.pop()
        if element.get("/S") == kind:
            found.append(element)
        children = element.get("/K", [])
        for child in children if isinstance(children, pikepdf.Array) else [children]:
            if isinstance(child, pikepdf.Dictionary):
                waiting.append(child)
    return found


def test_it_declares_pdf_ua_and_pdf_a(english: Path) -> None:
    with pikepdf.open(english) as document, document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")


def test_it_is_tagged_and_says_its_language_and_title(english: Path, german: Path) -> None:
    with pikepdf.open(english) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "en"
        assert document.docinfo["/Title"] == "Work and your back – Organisation, wave 2026-spring"
    with pikepdf.open(german) as document:
        assert str(document.Root.Lang) == "de"
        assert "Production" in str(document.docinfo["/Title"])


def test_every_figure_has_words_for_those_who_do_not_see_it(english: Path) -> None:
    with pikepdf.open(english) as document:
        figures = elements(document, "/Figure")
        assert len(figures) == 4  # two heat maps, links, what was held constant
        assert all(len(str(figure.Alt)) > 40 for figure in figures)


def test_tables_have_heading_rows(english: Path) -> None:
    with pikepdf.open(english) as document:
        tables = elements(document, "/Table")
        assert len(tables) >= 5
        assert len(elements(document, "/THead")) == len(tables)


def test_it_is_set_in_the_shipped_font_alone(english: Path) -> None:
    with pikepdf.open(english) as document:
        names = {str(f.get("/BaseFont")) for f in document.objects if is_font(f)}
    assert names
    assert all("NotoSans" in name for name in names)


def is_font(found: pikepdf.Object) -> bool:
    return isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/Font"


def test_pictures_are_vectors(english: Path) -> None:
    with pikepdf.open(english) as document:
        assert not [
            one
            for one in document.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]


def test_the_same_release_gives_the_same_bytes(english: Path, tmp_path: Path) -> None:
    report(RELEASE, tmp_path / "again.pdf", "en")
    assert (tmp_path / "again.pdf").read_bytes() == english.read_bytes()


@needs_pdftotext
def test_every_number_in_it_was_released_or_is_part_of_the_wording(
    english: Path, german: Path
) -> None:
    for path, language in ((english, "en"), (german, "de")):
        found = set(NUMBER.findall(text_of(path)))
        assert len(found) > 100
        assert found - known_numbers(language) == set()


def known_numbers(language: str) -> set[str]:
    """Numbers of the release in words, of the catalogues, of the papers, and page numbers."""
    say, manifest = texts(language), RELEASE.manifest
    own = ("report.", "charts.", "reading.", "common.")
    words = [text for key, text in say.singular.items() if key.startswith(own)]
    words += [*manifest.policy_sha256.split(), manifest.id, manifest.wave]
    words += [*map(str, manifest.policy.values()), str(manifest.responses), "1.0.0"]
    words += [cell_words(cell, say) for cell in (*RELEASE.cells, *RELEASE.participation)]
    words += [str(cell.n) for cell in RELEASE.cells]
    words += [ratio_words(estimate, say) for estimate in RELEASE.estimates]
    words += [f"{estimate.n} {estimate.events}" for estimate in RELEASE.estimates]
    words += [wording for entry in RELEASE.measures for wording in entry.name.values()]
    for source in published_sources():
        words += [source.doi, source.note[language]]
        words += [published_words(source, entry, say) for entry in RELEASE.measures]
    words += [finding_sentence(found, say) for found in counter_evidence()]
    words += ["0.5 0,5 0.25 0,25 1 2 4", " ".join(str(page) for page in range(1, 12))]
    words += [f"release {manifest.id[:12]}"]
    words += derived(language)
    return numbers(words)


def derived(language: str) -> list[str]:
    """Sentences made of released numbers alone: what chance would do, and what limits links."""
    scope = Scope.of(RELEASE, texts(language), None)
    factors = {one.key for one in scope.measures(MeasureRole.FACTOR)}
    compared = [cell for cell in scope.cells if cell.measure in factors]
    wholes = {one.measure: one for one in compared if one.department == TOTAL}
    outcome = RELEASE.estimates[0].outcome
    share = scope.organisation_cell(outcome)
    measures = {one.key: one for one in RELEASE.measures}
    known = share.value if share else None
    return [
        chance_sentence(standing_out(compared, wholes), scope.texts),
        *unseen_sentences(RELEASE.estimates, outcome, known, measures, scope.texts),
        *silent_sentences(RELEASE, outcome, scope.texts),
        scope.texts("fragility.unseen.lead"),
    ]


def numbers(words: Iterable[str]) -> set[str]:
    found = set()
    for word in words:
        for number in NUMBER.findall(word):
            found |= {number, *re.split(r"[.,]", number)}
    return found


@needs_pdftotext
def test_it_says_goes_with_and_never_causes(english: Path) -> None:
    said = text_of(english)
    assert "goes with" in said
    assert not re.search(r"\bcaus(e|es|ed|ing)\b|\bdriv(es|en by)\b|times more likely(?!”)", said)


@needs_pdftotext
def test_it_states_the_rules_in_force_and_their_hash(english: Path) -> None:
    said = text_of(english)
    assert RELEASE.manifest.policy_sha256 in said.replace(" ", "")
    assert "rests on at least 6 answers, a number on health on at least 10" in said


@needs_pdftotext
def test_what_is_not_shown_alone_is_named_with_whom_it_is_shown(english: Path) -> None:
    said = text_of(english)
    assert "Night shift + Stores" in said
    assert "Assembly + Maintenance" in said


@needs_pdftotext
def test_the_counter_evidence_stands_beside_the_links(english: Path) -> None:
    said = text_of(english)
    for found in counter_evidence():
        assert found.cite in said
        assert (found.doi or "").split("/")[-1] in said


@needs_pdftotext
def test_a_weak_scale_is_flagged_beside_its_links_and_in_the_table_of_teams(
    tmp_path: Path,
) -> None:
    weak = Analysis(wave=RELEASE.manifest.wave, analysis=AnalysisKind.RELIABILITY, value=0.6,
                    statistic="omega", factor="control", n=270)  # fmt: skip
    path = tmp_path / "report.pdf"
    report(replace(RELEASE, analyses=(weak,)), path, "en")
    name = RELEASE.measure("control").name["en"]
    assert text_of(path).count(texts("en")("analyses.flag", factor=name)) == 2


@needs_pdftotext
def test_a_department_report_shows_that_department_and_the_organisation(german: Path) -> None:
    said = text_of(german)
    assert "Assembly" in said
    assert "Betrieb insgesamt" in said
    assert "Office" not in said


@needs_pdftotext
def test_under_a_departments_name_stands_whose_answers_are_counted(german: Path) -> None:
    title, _, base = text_of(german).partition("Betrieb insgesamt: ")
    assert "Production" in title
    assert "Was die Antworten zeigen" not in title
    assert base.partition(" ")[2].startswith("Antworten")


def test_an_unknown_department_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"yesterday's")
    with pytest.raises(DepartmentUnknown, match=r"'Yard'.*Office, Production"):
        report(RELEASE, path, "en", "Yard")
    assert path.read_bytes() == b"yesterday's"
    assert list(tmp_path.iterdir()) == [path]


def test_a_department_that_is_shown_with_another_gets_their_common_rows(tmp_path: Path) -> None:
    pooled = [
        GroupMember.model_validate(
            {**member.model_dump(), "group_department": "Office + Production"}
        )
        for member in RELEASE.groups
    ]
    report(replace(RELEASE, groups=tuple(pooled)), tmp_path / "office.pdf", "en", "Office")
    assert (tmp_path / "office.pdf").exists()


@needs_pdftotext
def test_a_name_is_text_and_never_an_instruction(tmp_path: Path) -> None:
    name = '#panic("x") *bold* $x$ <b> =1+1'
    path = tmp_path / "named.pdf"
    report(renamed(RELEASE, "Assembly", name), path, "en")
    assert name in text_of(path)


def renamed(release: Release, old: str, new: str) -> Release:
    cells = (
        cell.model_copy(update={"team": cell.team.replace(old, new)}) for cell in release.cells
    )
    return replace(release, cells=tuple(cells))


def test_a_release_without_estimates_or_participation_is_reported_too(tmp_path: Path) -> None:
    report(replace(RELEASE, estimates=(), participation=()), tmp_path / "bare.pdf", "en")
    assert (tmp_path / "bare.pdf").stat().st_size > 10_000


@needs_pdftotext
@pytest.mark.parametrize("language", ["en", "de"])
def test_ranges_beside_an_earlier_release_are_explained_before_any_figure(
    tmp_path: Path, language: str
) -> None:
    def since_earlier(cell: Cell) -> Cell:
        nothing = dict.fromkeys(("n", "value", "low", "high"))
        told = {"status": CellStatus.WITHHELD, "reason": Reason.SINCE_EARLIER}
        return cell.model_copy(update={**nothing, **told}) if cell.team != TOTAL else cell

    ranged = replace(RELEASE, cells=tuple(map(since_earlier, RELEASE.cells)))
    paths = [tmp_path / name for name in ("ranged.pdf", "exact.pdf")]
    for release, path in zip((ranged, RELEASE), paths, strict=True):
        report(release, path, language)
    said, findings, with_ranges, without = (
        re.sub(r"\W", "", words)  # words are divided at the ends of lines
        for words in (
            texts(language)("screens.so_soon"),
            texts(language)("report.findings"),
            *map(text_of, paths),
        )
    )
    assert said not in without
    assert 0 < with_ranges.index(said) < with_ranges.index(findings)


@needs_pdftotext
def test_links_that_could_not_be_estimated_are_not_told_as_absent(tmp_path: Path) -> None:
    unknown = [
        one.model_copy(update=dict.fromkeys(("estimate", "low", "high", "p", "p_adjusted")))
        for one in RELEASE.estimates
    ]
    report(replace(RELEASE, estimates=tuple(unknown)), tmp_path / "few.pdf", "en")
    said = text_of(tmp_path / "few.pdf")
    assert "too few answers to say what goes with back pain" in said
    assert "no clear link between the working conditions" not in said


@pytest.mark.parametrize("language", ["ar", "pl"])
def test_a_report_comes_in_the_languages_of_all_who_are_asked(
    tmp_path: Path, language: str
) -> None:
    report(RELEASE, tmp_path / "other.pdf", language)
    with pikepdf.open(tmp_path / "other.pdf") as document:
        assert str(document.Root.Lang) == language


def test_another_language_than_those_of_the_catalogues_gives_english(tmp_path: Path) -> None:
    report(RELEASE, tmp_path / "japanese.pdf", "ja")
    with pikepdf.open(tmp_path / "japanese.pdf") as document:
        assert str(document.Root.Lang) == "en"


def test_departments_stay_whole_on_a_page_where_they_fit() -> None:
    cells = [
        mean("workload", 50, 5, 20, unit)
        for unit in (
            ("*", "*"),
            *(("A", f"a{at}") for at in range(3)),
            *(("B", f"b{at}") for at in range(3)),
        )
    ]
    pages = [{cell.department for cell in page} for page in paged(cells, most=4)]
    assert pages == [{"*", "A"}, {"*", "B"}]
    assert [len(page) for page in paged(cells, most=2)] == [3, 2, 3, 2]


@needs_pdftotext
def test_a_large_organisation_is_shown_by_department_and_says_so(tmp_path: Path) -> None:
    many = (mean("workload", 50, 5, 20, ("Production", f"Line {at}")) for at in range(70))
    path = tmp_path / "large.pdf"
    report(replace(RELEASE, cells=(*RELEASE.cells, *many)), path, "en")
    said = text_of(path)
    assert "this report shows its departments" in said
    assert "Line 7" not in said


@needs_pdftotext
def test_the_findings_speak_only_of_rows_that_the_report_shows(tmp_path: Path) -> None:
    far = mean("workload", 95, 2, 40, ("Production", "Line 0"))
    many = (mean("workload", 50, 5, 20, ("Production", f"Line {at}")) for at in range(1, 70))
    small, large = tmp_path / "small.pdf", tmp_path / "large.pdf"
    report(replace(RELEASE, cells=(*RELEASE.cells, far)), small, "en")
    assert "Line 0 (Production), Workload: 95" in text_of(small)
    report(replace(RELEASE, cells=(*RELEASE.cells, far, *many)), large, "en")
    assert "Line 0" not in text_of(large)


def test_the_cover_names_whose_report_it_is(tmp_path: Path) -> None:
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0H9V9Z"/></svg>'
    )
    head = Letterhead("Klinik Süd", "#7a1f3d", checked_logo(drawing))
    report(RELEASE, tmp_path / "own.pdf", "en", letterhead=head)
    report(RELEASE, tmp_path / "plain.pdf", "en")
    with pikepdf.open(tmp_path / "own.pdf") as own, pikepdf.open(tmp_path / "plain.pdf") as plain:
        assert str(own.docinfo["/Author"]) == "Klinik Süd"
        assert str(plain.docinfo["/Author"]) == texts("en")("common.product")
