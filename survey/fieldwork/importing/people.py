"""Whose rows these are: twins are found by a column, rows of one person become one.

The column is compared here and goes no further.
"""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from survey.errors import BearingError, Said
from survey.fieldwork.importing.mapping import Long, Mapping, Person
from survey.fieldwork.importing.unit_names import Rows
from survey.fieldwork.tables.table import WORDS, ColumnMissing, Table
from survey.fieldwork.tables.values import canonical


class PersonTwice(BearingError):
    """A person has several rows, and the mapping does not say which of them counts."""

    code: ClassVar[str] = "IMPORT-PERSON-TWICE"


class PersonMissing(BearingError):
    """A row has nothing in the column that names its person."""

    code: ClassVar[str] = "IMPORT-NO-PERSON"


class PersonTorn(BearingError):
    """The rows of one person do not agree, or answer one question twice."""

    code: ClassVar[str] = "IMPORT-PERSON-ROWS"


def one_row_each(table: Table, person: Person, rows: Rows) -> tuple[Rows, int]:
    """Return the rows without a person's further ones, and how many those are.

    Raises ``PersonTwice`` or ``PersonMissing``.
    """
    by_person = _rows_of_people(table, person, rows)
    for own in by_person.values():
        if len(own) > 1 and person.twins == "error":
            many = sum(len(each) > 1 for each in by_person.values())
            raise PersonTwice(
                "{file}, {word} {line}: the person of {word}"
                " {earlier} again, by column {column!r}; {many} people stand"
                ' there more than once. Choose rows by a [filter], or write twins = "keep'
                ' first" or "keep last" under [person] in the mapping.',
                file=table.file,
                word=WORDS[table.word],
                line=table.lines[own[1]],
                earlier=table.lines[own[0]],
                column=person.column,
                many=many,
            )
    at = -1 if person.twins == "keep last" else 0
    kept = np.zeros(len(rows), dtype=bool)
    kept[[own[at] for own in by_person.values()]] = True
    return kept, int(rows.sum() - kept.sum())


def pivoted(table: Table, mapping: Mapping, long: Long, person: Person, rows: Rows) -> Table:
    """Return a table with one row a person and one column a question that the mapping reads.

    Raises ``PersonTorn`` where a person's rows name two units or answer one question twice, and
    ``ColumnMissing`` where nobody was asked a question.
    """
    by_person = _rows_of_people(table, person, rows)
    questions = table.columns[long.question]
    there = {canonical(value) for value in questions}
    if absent := [each for each in mapping.answer_columns if canonical(each) not in there]:
        raise ColumnMissing(
            "{file} has no row with {values} in column"
            " {column!r}: correct the column of the item in the mapping.",
            file=table.file,
            values=", ".join(map(repr, absent)),
            column=long.question,
        )
    columns: dict[str, Sequence[str]] = {
        each: [_alone(table, each, own) for own in by_person.values()]
        for each in (*mapping.unit.columns, person.column)
    }
    answers = [_answers(table, long, own) for own in by_person.values()]
    for each in mapping.answer_columns:
        columns[each] = [own.get(canonical(each), "") for own in answers]
    places = dict(table.places)
    places.update(dict.fromkeys(mapping.answer_columns, table.places[long.answer]))
    lines = [table.lines[own[0]] for own in by_person.values()]
    notes = (
        *table.notes,
        Said("{rows} rows of {people} people.", rows=int(rows.sum()), people=len(lines)),
    )
    return Table(table.file, table.word, lines, columns, places, table.labels, notes)


def _rows_of_people(table: Table, person: Person, rows: Rows) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    names = table.columns[person.column]
    for row in np.flatnonzero(rows).tolist():
        name = canonical(names[row])
        if not name:
            raise PersonMissing(
                "{file}, {place}: nothing says whose"
                " row this is. Fill it in, or leave such rows out by a [filter] with"
                " empty = false.",
                file=table.file,
                place=table.where(table.lines[row], person.column),
            )
        found.setdefault(name, []).append(row)
    return found


def _alone(table: Table, heading: str, own: Sequence[int]) -> str:
    values = table.columns[heading]
    for row in own:
        if canonical(values[row]) != canonical(values[own[0]]):
            raise PersonTorn(
                "{file}, {place}: another value than in"
                " {word} {earlier}, which is the same person's. Correct one, or"
                " choose rows by a [filter].",
                file=table.file,
                place=table.where(table.lines[row], heading),
                word=WORDS[table.word],
                earlier=table.lines[own[0]],
            )
    return values[own[0]]


def _answers(table: Table, long: Long, own: Sequence[int]) -> dict[str, str]:
    found: dict[str, str] = {}
    questions, answers = table.columns[long.question], table.columns[long.answer]
    for row in own:
        question = canonical(questions[row])
        if question in found:
            raise PersonTorn(
                "{file}, {word} {line}: a second answer to the same"
                " question by the same person. Delete one, or choose rows by a [filter].",
                file=table.file,
                word=WORDS[table.word],
                line=table.lines[row],
            )
        found[question] = answers[row]
    return found
