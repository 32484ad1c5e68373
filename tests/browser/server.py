"""The real server for the staff screens, and the websocket over which it draws them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

from analytics.release.writer import write_release
from survey.fieldwork.workspaces import create
from survey.settings import Workspace, WorkspaceKind
from tests.charts_release import WAVE, made_up_release
from tests.running import Server, running


@contextmanager
def fresh_server(
    folder: Path, kind: WorkspaceKind = WorkspaceKind.DEMONSTRATION
) -> Iterator[Server]:
    """Run a server that nobody has asked for anything yet, on a workspace with one release."""
    workspace = Workspace(folder / "workspace")
    create(workspace, kind)
    write_release(workspace.releases / WAVE, made_up_release())
    with running(folder, workspace) as server:
        yield server


def messages(
    server: Server, page: str, query: str = "", widgets: tuple[WidgetState, ...] = ()
) -> list[ForwardMsg]:
    """Ask for a page over a new websocket, as its browser would, and return all that is sent.

    ``page`` is sent as Streamlit's own page does for an address typed in: by its name.
    """
    asked = BackMsg()
    asked.rerun_script.page_name = page
    asked.rerun_script.query_string = query
    asked.rerun_script.widget_states.widgets.extend(widgets)
    received: list[ForwardMsg] = []
    with connect(
        f"ws://localhost:{server.port}/_stcore/stream", subprotocols=["streamlit"], max_size=None
    ) as line:
        line.send(asked.SerializeToString())
        while True:
            raw = line.recv(timeout=30)
            assert isinstance(raw, bytes)
            received.append(ForwardMsg.FromString(raw))
            message = received[-1]
            if message.WhichOneof("type") == "script_finished" and (
                message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
            ):
                return received


def readable(received: list[ForwardMsg]) -> str:
    """Return everything in the messages that could be read, bytes of tables included."""
    whole = b"".join(message.SerializeToString() for message in received)
    return whole.decode("utf-8", errors="replace")
