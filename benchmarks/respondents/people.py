"""People at the form: each opens a page, sends all answers, and reads the thank-you page.

Runs as a process of its own, so that the client takes no time from the server's process. It speaks
HTTP/1.1 over plain sockets with one kept connection a person, as a browser does, and reads no more
of an answer than its status, its length and whether the expected words are in it.
"""

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import quantiles
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Visit:
    """What one person asks for: pages in turn, each with the words that must be in the answer."""

    steps: tuple[tuple[str, str, str, str], ...]
    """Of each request: method, path, body, words."""


@dataclass(frozen=True)
class Outcome:
    """What a crowd met: completed visits a second, and milliseconds of each step."""

    completed: int
    failed: int
    seconds: float
    milliseconds: tuple[tuple[float, float], ...]
    """Of each step the median and the 95th percentile."""

    @property
    def a_second(self) -> float:
        """Completed visits a second."""
        return self.completed / self.seconds


class Person:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._at = ""

    async def ask(self, method: str, path: str, body: str) -> bytes:
        """Ask for a page, follow where it leads, and return its body; raises where it fails.

        An empty path is the address at which the page before was found.
        """
        status, headers, content = await self._ask(method, path or self._at, body)
        while status in (302, 303, 307):
            where = urlsplit(headers["location"]).path
            status, headers, content = await self._ask("GET", where, "")
        if status != 200:
            raise ConnectionError(f"status {status}")
        return content

    async def _ask(self, method: str, path: str, body: str) -> tuple[int, dict[str, str], bytes]:
        self._at = path
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        sent = body.encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost:{self._port}\r\n"
        if sent or method == "POST":
            head += "Content-Type: application/x-www-form-urlencoded\r\n"
            head += f"Content-Length: {len(sent)}\r\n"
        self._writer.write(head.encode() + b"\r\n" + sent)
        assert self._reader is not None
        answer = await self._reader.readuntil(b"\r\n\r\n")
        lines = answer.decode("latin-1").split("\r\n")
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines[1:] if line)
        }
        if headers.get("transfer-encoding") == "chunked":
            content = await _chunks(self._reader)
        else:
            content = await self._reader.readexactly(int(headers.get("content-length", "0")))
        return int(lines[0].split()[1]), headers, content

    def leave(self) -> None:
        """Close the connection."""
        if self._writer is not None:
            self._writer.close()


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    content = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        content += (await reader.readexactly(size + 2))[:-2]
    await reader.readexactly(2)
    return content


async def _visit(port: int, visit: Visit, times: list[list[float]]) -> bool:
    person = Person(port)
    try:
        for place, (method, path, body, words) in enumerate(visit.steps):
            began = time.perf_counter()
            content = await person.ask(method, path, body)
            times[place].append((time.perf_counter() - began) * 1000)
            if words.encode() not in content:
                return False
    except (OSError, asyncio.IncompleteReadError) as failure:
        print(f"failed: {failure}", file=sys.stderr)
        return False
    finally:
        person.leave()
    return True


async def _crowd(ports: Sequence[int], visits: Sequence[Visit], at_once: int) -> Outcome:
    times: list[list[float]] = [[] for _ in visits[0].steps]
    waiting = iter(visits)
    done: list[bool] = []

    async def one_after_another(port: int) -> None:
        for visit in waiting:
            done.append(await _visit(port, visit, times))

    began = time.perf_counter()
    await asyncio.gather(*(one_after_another(ports[at % len(ports)]) for at in range(at_once)))
    seconds = time.perf_counter() - began
    return Outcome(sum(done), len(done) - sum(done), seconds, spread(times))


def spread(times: Sequence[Sequence[float]]) -> tuple[tuple[float, float], ...]:
    """Return of each step the median and the 95th percentile."""
    return tuple((_percentile(one, 50), _percentile(one, 95)) for one in times)


def _percentile(values: Sequence[float], percent: int) -> float:
    return quantiles(values, n=100)[percent - 1] if len(values) > 1 else sum(values)


def main() -> None:
    """Read ports, crowd and visits as JSON from standard input, print the outcome as JSON."""
    asked = json.load(sys.stdin)
    visits = [Visit(tuple(tuple(step) for step in steps)) for steps in asked["visits"]]
    outcome = asyncio.run(_crowd(asked["ports"], visits, asked["at_once"]))
    print(json.dumps(asdict(outcome)))


if __name__ == "__main__":
    main()
