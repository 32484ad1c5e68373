"""The process that reads two lists of people, counts, says numbers of people by team, and ends.

``python -m survey.fieldwork.turnover.child``, started by ``counting`` and by nobody else.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

from survey.errors import BearingError
from survey.fieldwork.turnover.people import People, read_people, turnover


def main() -> int:
    """Answer what stands in the input as one line of JSON: numbers, or a refusal."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = json.load(sys.stdin)
    try:
        before, now = (_people(path, asked["key"]) for path in asked["lists"])
    except BearingError as refused:
        return _say({"refused": refused.message})
    except OSError as failed:
        return _say({"refused": f"{failed.filename}: {failed.strerror}."})
    counted = turnover(before, now)
    return _say(
        {
            "moves": [[move.before, move.now, move.people] for move in counted.moves],
            "before": [[*place, people] for place, people in sorted(counted.before.items())],
            "now": [[*place, people] for place, people in sorted(counted.now.items())],
        }
    )


def _say(answer: dict[str, Any]) -> int:
    sys.stdout.write(json.dumps(answer))
    return 0


def _people(path: str, key: str | None) -> People:
    return read_people(Path(path).read_bytes(), Path(path).name, key)


if __name__ == "__main__":
    sys.exit(main())
