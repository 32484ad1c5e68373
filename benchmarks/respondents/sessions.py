"""People at a plain Streamlit form: each over a websocket of their own, as their browser would.

Reads port, number of people and how many at once as JSON from standard input; prints the outcome.
"""

import asyncio
import json
import sys
import time
from dataclasses import asdict

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.respondents.people import Outcome, spread

THANKS = b"Thank you"


async def _run(line: ClientConnection, states: list[WidgetState]) -> list[bytes]:
    asked = BackMsg()
    asked.rerun_script.widget_states.widgets.extend(states)
    await line.send(asked.SerializeToString())
    received: list[bytes] = []
    while True:
        raw = await line.recv()
        assert isinstance(raw, bytes)
        received.append(raw)
        message = ForwardMsg.FromString(raw)
        if message.WhichOneof("type") == "script_finished":
            return received


def _answers(received: list[bytes]) -> list[WidgetState]:
    states = []
    for raw in received:
        element = ForwardMsg.FromString(raw).delta.new_element
        kind = element.WhichOneof("type")
        if kind == "radio":
            states.append(WidgetState(id=element.radio.id, string_value=element.radio.options[0]))
        if kind == "button":
            states.append(WidgetState(id=element.button.id, trigger_value=True))
    return states


async def _person(port: int, times: list[list[float]]) -> bool:
    began = time.perf_counter()
    async with connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=None,
        open_timeout=120,
    ) as line:
        opened = await _run(line, [])
        times[0].append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        thanked = await _run(line, _answers(opened))
        times[1].append((time.perf_counter() - began) * 1000)
    return any(THANKS in raw for raw in thanked)


async def _crowd(port: int, people: int, at_once: int) -> Outcome:
    times: list[list[float]] = [[], []]
    waiting = iter(range(people))
    done: list[bool] = []

    async def one_after_another() -> None:
        for _ in waiting:
            try:
                done.append(await _person(port, times))
            except (OSError, TimeoutError) as failure:
                print(f"failed: {type(failure).__name__}", file=sys.stderr)
                done.append(False)

    began = time.perf_counter()
    await asyncio.gather(*(one_after_another() for _ in range(at_once)))
    seconds = time.perf_counter() - began
    return Outcome(sum(done), len(done) - sum(done), seconds, spread(times))


def main() -> None:
    """Be the crowd that was asked for."""
    asked = json.load(sys.stdin)
    outcome = asyncio.run(_crowd(asked["port"], asked["people"], asked["at_once"]))
    print(json.dumps(asdict(outcome)))


if __name__ == "__main__":
    main()
