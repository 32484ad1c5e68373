"""What publishing worked out beside the odds ratios reaches the reader."""

from dataclasses import replace

import pytest

from analytics.release.model import Analysis, AnalysisKind
from analytics.release.writer import write_release
from analytics.statistics.analysis_reading import analysis_sentence
from survey.i18n.catalogue import texts
from survey.vocabulary import Role
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import words_on
from tests.pages.releases import OUTCOME, full_release


def test_the_overview_says_how_far_the_silent_could_move_the_share(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace, release = make_workspace(released=False), full_release()
    write_release(workspace.releases / release.manifest.wave, release)
    said = words_on(open_page("hr/overview.py", Role.HR, workspace))
    (row,) = (one for one in release.analyses if one.analysis is AnalysisKind.SILENCE)
    by_key = {entry.key: entry for entry in release.measures}
    assert analysis_sentence(row, by_key, texts("en")) in said


@pytest.mark.parametrize("value", [1.31, 1.42])
def test_complete_and_imputed_answers_are_both_told_beside_a_link(
    make_workspace: MakeWorkspace, open_page: Open, value: float
) -> None:
    workspace, release = make_workspace(released=False), full_release()
    both = tuple(
        Analysis(
            wave=release.manifest.wave, analysis=AnalysisKind.IMPUTATION, statistic="odds_ratio",
            outcome=OUTCOME, factor="workload", category=kind, value=number, low=1.05,
            high=1.9, n=270,
        )
        for kind, number in (("complete", 1.31), ("imputed", 1.42))
    )  # fmt: skip
    told = replace(release, analyses=(*release.analyses, *both))
    write_release(workspace.releases / release.manifest.wave, told)
    said = words_on(open_page("hr/levels.py", Role.HR, workspace))
    assert f"Odds ratio {value} (1.05 to 1.90) per step of one standard deviation" in said
