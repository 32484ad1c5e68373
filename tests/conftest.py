"""What tests of every kind may start from."""

from collections.abc import Iterator

import pytest

from tests.postgres import MISSING, Server, running_server

FILES, DATABASE = "files", "database"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test of a module that is marked ``both_stores`` on files and on PostgreSQL."""
    node = metafunc.definition
    if "engine" in metafunc.fixturenames and node.get_closest_marker("both_stores"):
        both = (FILES,) if node.get_closest_marker("files_alone") else (FILES, DATABASE)
        metafunc.parametrize("engine", both, indirect=True)


@pytest.fixture(scope="session")
def possible_postgres() -> Iterator[Server | None]:
    """Yield a PostgreSQL of this test process; None on a machine without one."""
    with running_server() as server:
        yield server


@pytest.fixture
def postgres(possible_postgres: Server | None) -> Server:
    """Return a PostgreSQL; skips the test on a machine without one."""
    if possible_postgres is None:
        pytest.skip(MISSING)
    return possible_postgres


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """Yield where answers are kept, and set that: files, but in tests that run on both."""
    chosen: str = getattr(request, "param", FILES)
    with pytest.MonkeyPatch.context() as patch:  # its own: a test may undo all of what it patched
        if chosen == DATABASE:
            server: Server = request.getfixturevalue("postgres")
            patch.setenv("BEARING_DATABASE_URL", server.new_database("test"))
        yield chosen
