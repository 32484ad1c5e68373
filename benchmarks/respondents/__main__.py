"""People at once at the form: ``python -m benchmarks.respondents [--otree ENVIRONMENT]``.

Everybody opens the form, sends one whole form and reads the thank-you page. Bearing, its routes
with the store left out, a plain Streamlit form and (where its environment is named) oTree are
asked one after the other in one run; what counts are the ratios.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.respondents import servers
from benchmarks.respondents.people import Outcome, Visit
from survey.instruments.catalogue import load
from tests.form_wave import full_answers

CORE = load("core")
DATABASE_VARIABLE = "BEARING_DATABASE_URL"


def crowd(port: int | Sequence[int], visits: Sequence[Visit], at_once: int) -> Outcome:
    """Let the visits happen, so many at once, from a process of their own.

    Of several ports each is asked by as many.
    """
    ports = [port] if isinstance(port, int) else list(port)
    asked = {"ports": ports, "at_once": at_once, "visits": [visit.steps for visit in visits]}
    return _ask("benchmarks.respondents.people", asked)


def sessions(port: int, people: int, at_once: int) -> Outcome:
    """Let so many people fill in the plain Streamlit form."""
    asked = {"port": port, "at_once": at_once, "people": people}
    return _ask("benchmarks.respondents.sessions", asked)


def _ask(module: str, asked: dict[str, object]) -> Outcome:
    done = subprocess.run(
        [sys.executable, "-m", module], input=json.dumps(asked), text=True,
        capture_output=True, check=True, cwd=servers.ROOT,
    )  # fmt: skip
    return Outcome(**json.loads(done.stdout))


def form_visits(codes: Sequence[str]) -> list[Visit]:
    """Return for each code: open the form, send it whole, be thanked."""
    last = str(len(CORE.sections))
    return [
        Visit(
            (
                ("GET", f"/s/{code}", "", "<form"),
                ("POST", "/s", _body(code, last, at), "receipt"),
            )
        )
        for at, code in enumerate(codes)
    ]


def _body(code: str, last: str, pick: int) -> str:
    return urlencode({"code": code, "language": "en", "at": last, **full_answers(CORE, pick)})


def otree_visits(addresses: Sequence[str]) -> list[Visit]:
    """Return for each participant: open the page, send it, be thanked."""
    answers = {item.key: CORE.options_of(item.key).values[0] for item in CORE.items}
    return [
        Visit((("GET", one, "", "<form"), ("POST", "", urlencode(answers), "Thank you")))
        for one in addresses
    ]


@contextmanager
def folder() -> Iterator[Path]:
    """Give a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def report(name: str, at_once: int, outcome: Outcome, memory: float | None = None) -> float:
    """Print one row and return the completed visits a second."""
    (open50, open95), (send50, send95) = outcome.milliseconds
    mb = f"{memory:6.0f}" if memory is not None else "     -"
    print(
        f"{name:<34}{at_once:>5}{outcome.a_second:>9.1f}"
        f"{open50:>8.0f}{open95:>8.0f}{send50:>8.0f}{send95:>8.0f}{outcome.failed:>7}{mb}",
        flush=True,
    )
    return outcome.a_second


def measure_bearing(codes: int, crowds: Sequence[int], people: int) -> dict[int, float]:
    """Print Bearing's rows with so many codes handed out."""
    with folder() as place:
        workspace, issued = servers.bearing_wave(place, codes)
        visits = form_visits(issued)
        with servers.bearing(place, workspace) as server:
            crowd(server.port, [visits.pop() for _ in range(50)], 10)
            return {
                at_once: report(
                    f"Bearing, {codes:,} codes", at_once,
                    crowd(server.port, [visits.pop() for _ in range(people)], at_once),
                    server.memory(),
                )
                for at_once in crowds
            }  # fmt: skip


def measure_several(
    codes: int, crowds: Sequence[int], people: int, processes: int
) -> dict[int, float]:
    """Print the rows of several processes on one PostgreSQL, which is started for it."""
    with (
        folder() as place,
        servers.database() as address,
        ExitStack() as stack,
    ):
        os.environ[DATABASE_VARIABLE] = address
        stack.callback(os.environ.pop, DATABASE_VARIABLE)
        workspace, issued = servers.bearing_wave(place, codes)
        visits = form_visits(issued)
        running = [stack.enter_context(servers.bearing(place, workspace)) for _ in range(processes)]
        ports = [one.port for one in running]
        crowd(ports, [visits.pop() for _ in range(50)], 10)
        return {
            at_once: report(
                f"{processes} on PostgreSQL, {codes:,} codes", at_once,
                crowd(ports, [visits.pop() for _ in range(people)], at_once),
                sum(one.memory() for one in running),
            )
            for at_once in crowds
        }  # fmt: skip


def measure_left_out(crowds: Sequence[int], people: int) -> dict[int, float]:
    """Print what the routes do with the store left out, and what the client can do."""
    codes = ["ABCDEFGHJKMNPQRS"] * people
    with folder() as place, servers.store_left_out(place) as server:
        constant = Visit((("GET", "/constant", "", "Thank"), ("POST", "/constant", "", "Thank")))
        report("the client, at a constant", 100, crowd(server.port, [constant] * people, 100))
        return {
            at_once: report(
                "the routes, store left out", at_once,
                crowd(server.port, form_visits(codes), at_once),
            )
            for at_once in crowds
        }  # fmt: skip


def main() -> None:
    """Print the table and its ratios."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.respondents")
    asked.add_argument("--people", type=int, default=2000)
    asked.add_argument("--codes", type=int, nargs="+", default=[20_000])
    asked.add_argument("--at-once", type=int, nargs="+", default=[10, 100, 500])
    asked.add_argument("--otree", type=Path, help="a virtual environment that has oTree 6")
    asked.add_argument("--store", choices=["files", "postgres"], default="files",
                       help="postgres: one and two servers on one PostgreSQL besides")  # fmt: skip
    wanted = asked.parse_args()
    print(f"{'':<34}{'once':>5}{'a sec.':>9}{'open p50':>8}{'p95':>8}{'send':>8}{'p95':>8}"
          f"{'failed':>7}{'MB':>6}")  # fmt: skip
    ours = {codes: measure_bearing(codes, wanted.at_once, wanted.people) for codes in wanted.codes}
    if wanted.store == "postgres":
        for codes in wanted.codes:
            for processes in (1, 2):
                several = measure_several(codes, wanted.at_once, wanted.people, processes)
                for at_once, rate in several.items():
                    print(f"{processes} on PostgreSQL / 1 on files, {codes:,} codes, {at_once} at"
                          f" once: {rate / ours[codes][at_once]:.2f}")  # fmt: skip
        return
    ceiling = measure_left_out(wanted.at_once, wanted.people)
    others: dict[str, float] = {}
    with folder() as place, servers.plain_form(place) as server:
        others["a plain Streamlit form"] = report(
            "a plain Streamlit form", 100, sessions(server.port, 300, 100), server.memory()
        )
    if wanted.otree:
        with folder() as place, servers.otree(place, wanted.otree, 300) as (server, addresses):
            others["oTree"] = report(
                "oTree 6", 100, crowd(server.port, otree_visits(addresses), 100)
            )
    first = next(iter(ours.values()))
    for at_once, rate in first.items():
        print(f"Bearing / store left out, {at_once} at once: {rate / ceiling[at_once]:.2f}")
    for name, rate in others.items():
        print(f"Bearing / {name}, 100 at once: {first[100] / rate:.1f}")


if __name__ == "__main__":
    main()
