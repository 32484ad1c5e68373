"""Made-up answers to every item, in departments of ten teams of uneven size."""

import numpy as np
import pandas as pd

from survey.instruments.model import Instrument

SEED = 7
TEAMS_OF_A_DEPARTMENT = 10
SILENT = 0.02
"""Share of answers left out."""

SPREAD = 0.5
"""Of the logarithm of a team's size."""


def made_up(answers: int, teams: int, instrument: Instrument) -> pd.DataFrame:
    """Return made-up answers, a column an item, in teams of uneven size.

    One hidden leaning ties items together, so that the models find something.
    """
    draw = np.random.default_rng(SEED)
    share = draw.lognormal(0.0, SPREAD, teams)
    team = np.sort(draw.choice(teams, size=answers, p=share / share.sum()))
    leaning = draw.normal(size=answers)
    columns: dict[str, object] = {
        "department": [f"D{at // TEAMS_OF_A_DEPARTMENT:04}" for at in team],
        "team": [f"T{at:05}" for at in team],
    }
    for key in instrument.item_by_key:
        values = np.array(sorted(instrument.options_of(key).values))
        place = (0.4 * leaning + draw.normal(size=answers)) / 4 + 0.5
        at = np.clip((place * len(values)).astype(int), 0, len(values) - 1)
        column = pd.Series(values[at], dtype="Int64")
        column[draw.random(answers) < SILENT] = pd.NA
        columns[key] = column
    return pd.DataFrame(columns)


def mapping_of(instrument: Instrument) -> str:
    """Return the mapping of a file whose columns are called as the items are."""
    head = 'instrument = "core"\n[unit]\ndepartment = "department"\nteam = "team"\n'
    return head + "".join(f'[items.{key}]\ncolumn = "{key}"\n' for key in instrument.item_by_key)
