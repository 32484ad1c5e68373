"""The items of a section follow each other, in the order of the sections.

Items are asked and stored in file order, so a section that is interrupted would put its heading
on the form twice.
"""

from itertools import groupby

from survey.errors import Said
from survey.instruments.checks.finding import Finding
from survey.instruments.model import Instrument


def check(instrument: Instrument) -> list[Finding]:
    """Find a section order on the items that differs from that of the sections."""
    order = {section.key: place for place, section in enumerate(instrument.sections)}
    asked = [key for key, _ in groupby(item.section for item in instrument.items) if key in order]
    found = []
    for place, key in enumerate(asked):
        if any(order[earlier] >= order[key] for earlier in asked[:place]):
            found.append(
                Finding(
                    "SECTION-ORDER",
                    f"sections.{key}",
                    Said(
                        "its items come after those of a later section: put all items of a section"
                        " together, in the order of the sections."
                    ),
                )
            )
    return found
