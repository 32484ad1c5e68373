"""A cell in words: the one wording that charts, tables, screens, reports and alt texts share."""

from collections import Counter
from collections.abc import Container, Iterable

from analytics.release.model import GROUP_JOIN, TOTAL, Cell, CellStatus, Reason, Statistic
from survey.i18n.catalogue import DEFAULT_LANGUAGE, Texts
from survey.i18n.numbers import decimal
from survey.instruments.model import Wording

SHORT = {
    Reason.SHOWN_TOGETHER: "charts.short.together",
    Reason.NOT_ASKED: "charts.short.not_asked",
}
"""The key of why there is no number, where it is not for too few answers."""


def in_language(wording: Wording, language: str) -> str:
    """Return a text in ``language``, else in English, else in any that it has."""
    return wording.get(language) or wording.get(DEFAULT_LANGUAGE) or next(iter(wording.values()))


def cell_words(
    cell: Cell, texts: Texts, together_with: str | None = None, *, base: bool = True
) -> str:
    """Return a cell in full: "9 of 24 (38 %, 21 to 57)", "62 (58 to 66), 24 answers".

    Bounded: "0–2 of 9". Withheld: "Too few answers", or "Shown together with Stores" where
    ``together_with`` names the other units. Without ``base``, a mean leaves out its number of
    answers, for tables that give it in a column.
    """
    if cell.status is CellStatus.WITHHELD:
        return _withheld(cell, texts, together_with)
    if cell.status is CellStatus.BOUNDED:
        return _bounded(cell, texts, base=base)
    return _shown(cell, texts, base=base)


def cell_short(cell: Cell, texts: Texts) -> str:
    """Return a cell in the fewest characters that are still true: "62", "38 %", "0–2 of 9"."""
    if cell.status is CellStatus.WITHHELD:
        return texts(SHORT.get(cell.reason, "charts.short.too_few"))
    if cell.status is CellStatus.BOUNDED:
        return _bounded(cell, texts, base=False)
    if cell.statistic is Statistic.SHARE:
        return texts("charts.short.share", percent=_whole(cell.value, texts, 100))
    return _whole(cell.value, texts)


def group_name(department: str, team: str, texts: Texts) -> str:
    """Return the name of a row: the team's, else the department's, else "Organisation"."""
    if team != TOTAL:
        return team
    return department if department != TOTAL else texts("charts.organisation")


def repeated(rows: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the teams' names that stand in several departments: these say which they are of."""
    counted = Counter(team for _, team in set(rows) if team != TOTAL)
    return frozenset(team for team, count in counted.items() if count > 1)


def with_department(department: str, team: str, twice: Container[str], texts: Texts) -> str:
    """Return a row's name in full, with its department where its name stands in several."""
    name = group_name(department, team, texts)
    return f"{name} ({department})" if team in twice else name


def short_lines(department: str, team: str, twice: Container[str], texts: Texts) -> str:
    """Return the same for a picture: short, and the department on a line of its own."""
    name = shortened(group_name(department, team, texts))
    return f"{name}\n({shortened(department)})" if team in twice else name


def shortened(name: str) -> str:
    """Return the first of the names that are joined, and how many more: "Outbound + 2".

    The parts of a pool stand in alphabetical order, so no two pools of a department begin alike.
    """
    first, *others = name.split(GROUP_JOIN)
    return f"{first}{GROUP_JOIN}{len(others)}" if others else first


def _shown(cell: Cell, texts: Texts, *, base: bool) -> str:
    interval = cell.low is not None and cell.high is not None
    if cell.statistic is Statistic.SHARE:
        key = "charts.share" if interval else "charts.share_alone"
        return texts(
            key if cell.n is not None else f"{key}_no_base",
            count=None if cell.n is None else round((cell.value or 0.0) * cell.n),
            n=cell.n,
            percent=_whole(cell.value, texts, 100),
            low=_whole(cell.low, texts, 100),
            high=_whole(cell.high, texts, 100),
        )
    words = texts(
        "charts.mean" if interval else "charts.mean_alone",
        value=_whole(cell.value, texts),
        low=_whole(cell.low, texts),
        high=_whole(cell.high, texts),
    )
    return _with_base(words, cell, texts) if base else words


def _with_base(words: str, cell: Cell, texts: Texts) -> str:
    return words if cell.n is None else f"{words}, {texts.plural('common.answers', cell.n)}"


def _bounded(cell: Cell, texts: Texts, *, base: bool) -> str:
    low, high = cell.low or 0.0, cell.high or 0.0
    if cell.reason is Reason.STEPPED:
        key = "charts.steps" if high < 1 else "charts.steps_over"
        return texts(key, low=_whole(low, texts, 100), high=_whole(high, texts, 100))
    if cell.statistic is Statistic.SHARE and cell.n is not None:
        return texts(
            "charts.range_of", low=round(low * cell.n), high=round(high * cell.n), n=cell.n
        )
    if cell.statistic is Statistic.SHARE:
        return texts("charts.steps", low=_whole(low, texts, 100), high=_whole(high, texts, 100))
    words = texts("charts.range", low=_whole(low, texts), high=_whole(high, texts))
    return _with_base(words, cell, texts) if base else words


def _withheld(cell: Cell, texts: Texts, together_with: str | None) -> str:
    if cell.reason is Reason.SINCE_EARLIER:
        return texts("charts.since_earlier")
    if cell.reason is Reason.NOT_ASKED:
        return texts("charts.not_asked")
    if cell.reason is Reason.MORE_THAN_PEOPLE:
        return texts("charts.more_than_people")
    if cell.reason is not Reason.SHOWN_TOGETHER:
        return texts("charts.too_few")
    if together_with:
        return texts("charts.together_with", names=together_with)
    return texts("charts.together")


def _whole(value: float | None, texts: Texts, times: int = 1) -> str:
    return "" if value is None else decimal(value * times, 0, texts.language)
