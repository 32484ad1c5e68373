"""Witnesses: the two worlds of a certificate that differ most on a group, as values."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from analytics.release.model import GROUP_JOIN, Proof


@dataclass(frozen=True)
class World:
    """What one world says of a group: how many people, and their answers in steps together."""

    people: int
    total: int


@dataclass(frozen=True)
class Witness:
    """Two worlds that agree with everything published, and differ most on a group of teams.

    Attributes
    ----------
    steps
        Steps of one person's answer (1 for yes/no).
    one_person
        Between which answers, in steps, any single person of the group may lie.
    """

    measure: str
    department: str
    team: str
    steps: int
    lowest: World
    highest: World
    one_person: tuple[int, int]


def witnesses(proof: Proof) -> Iterator[Witness]:
    """Yield the witnesses of a proof's groups of teams, categories of breakdowns added up.

    A reader does not know who is in which category, so a person may be in any. Groups whose
    categories are proven apart from each other are left out.
    """
    content = json.loads(proof.document)
    parts = [_by_teams(part) for part in content["parts"]]
    times = Counter(teams for part in parts for teams in part)
    for part, own in zip(content["parts"], parts, strict=True):
        for teams, places in own.items():
            told = [part["groups"][at]["one_person"] for at in places]
            ends = [end for ends in told for end in ends]
            if times[teams] > 1 or not ends:
                continue
            worlds = [
                World(*(sum(world[key][at] for at in places) for key in ("people", "sums")))
                for world in part["worlds"]
            ]
            yield Witness(
                measure=proof.measure,
                department=_joined(department for department, _ in teams),
                team=_joined(team for _, team in teams),
                steps=content["steps"],
                lowest=min(worlds, key=lambda world: world.total),
                highest=max(worlds, key=lambda world: world.total),
                one_person=(min(ends), max(ends)),
            )


def _by_teams(part: dict[str, Any]) -> dict[tuple[tuple[str, str], ...], list[int]]:
    """The places of a part's groups, by the teams that they are of."""
    places: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for at, group in enumerate(part["groups"]):
        teams = tuple((department, team) for department, team in group["teams"])
        places.setdefault(teams, []).append(at)
    return places


def _joined(names: Iterable[str]) -> str:
    return GROUP_JOIN.join(sorted(set(names)))
