"""Chance as sentences: what stands out by chance alone, and whether a list would come out alike."""

from typing import Final

from analytics.statistics.by_chance import StandingOut
from analytics.statistics.steadiness import Steadiness
from survey.i18n.catalogue import Texts
from survey.i18n.numbers import decimal

MANY: Final = 2


def chance_sentence(found: StandingOut, texts: Texts) -> str:
    """Return how many numbers stand out, would by chance, and are left; empty without numbers.

    Below ten, what chance would do has a decimal: 0.4 of a number is not none.
    """
    if not found.numbers:
        return ""
    by_chance = decimal(found.by_chance, 1 if found.by_chance < 10 else 0, texts.language)
    return texts(
        "results.chance",
        numbers=found.numbers,
        found=found.found,
        chance=by_chance,
        kept=found.kept,
    )


def steadiness_sentence(found: Steadiness | None, texts: Texts) -> str:
    """Return whether the order of what to do first would stay; empty where there is no list."""
    if found is None:
        return ""
    key = "steady" if found.is_steady else "unsteady"
    one = "one" if len(found.listed) == 1 else "many"
    return texts(f"results.steadiness.{key}.{one}", first=round(100 * found.first))


def listed_sentence(found: Steadiness | None, texts: Texts) -> str:
    """Return how often one of several stays on the list; empty for fewer than two."""
    if found is None or len(found.listed) < MANY:
        return ""
    stays = round(100 * sum(found.listed.values()) / len(found.listed))
    return texts("results.steadiness.listed", listed=stays)
