"""The document of a proof, as it is sealed: parts of a table, their groups, worlds and exchanges.

Of any other form it is refused: a text for a number, a negative sum, a field that nobody counts.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analytics.disclosure.audit.checker.refusal import Unreadable

MOST = 2**40
"""No sum is larger: numbers are counted in 64 bits."""

Count = Annotated[int, Field(ge=0, le=MOST)]
Counts = tuple[Count, ...]


class Strict(BaseModel):
    """Exactly these fields, of exactly these types."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class Group(Strict):
    """People whom no row tells apart, with what is said of them.

    ``lowest`` and ``highest`` are the worlds in which their sum is so, ``one_person`` between
    which answers any one of them may lie: none where nobody answered in any world.
    """

    teams: tuple[tuple[str, str], ...]
    categories: tuple[str, ...]
    lowest: Count
    highest: Count
    one_person: Counts


class World(Strict):
    """Answers of a part's groups that would publish the same: sums in steps, people, and the rest.

    ``others`` are the unknowns that are neither: from which end a row with two ends was swapped.
    """

    sums: Counts
    people: Counts
    others: Counts


class Part(Strict):
    """Groups that rows tie together. ``others`` numbers the other unknowns of its worlds.

    In an exchange, from a world (first) one group (second) takes one person's whole answer from
    another (third).
    """

    rests_on: str
    groups: tuple[Group, ...]
    others: Counts
    worlds: Annotated[tuple[World, ...], Field(min_length=1)]
    exchanges: tuple[tuple[Count, Count, Count], ...]


class Document(Strict):
    """The proof of one table."""

    format: int
    measure: str
    steps: int
    threshold: int
    parts: tuple[Part, ...]
    leaks: Annotated[tuple[object, ...], Field(max_length=0)]


class _AnyDocument(BaseModel):
    format: int = 0


def format_of(text: str) -> int:
    """Return the format that a document says it is of: 0 where it says none."""
    try:
        return _AnyDocument.model_validate_json(text).format
    except ValidationError as invalid:
        raise Unreadable("the proof is no document at all") from invalid


def read(text: str) -> Document:
    """Return a proof's document; raises ``Unreadable`` where it has another form."""
    try:
        return Document.model_validate_json(text)
    except ValidationError as invalid:
        first = invalid.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(at) for at in first["loc"])
        raise Unreadable(
            "the proof cannot be read at {place!r}: {reason}", place=place, reason=first["msg"]
        ) from invalid
