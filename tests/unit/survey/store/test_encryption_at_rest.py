"""The pinned engine cannot encrypt safely by itself (docs/adr/0017), and no unsafe way is taken."""

from pathlib import Path

import duckdb
import pytest

from tests.running import ROOT

UNSAFE = "force_mbedtls_unsafe"


@pytest.mark.parametrize("cipher", ["GCM", "CTR"])
def test_the_engine_refuses_to_write_an_encrypted_file(tmp_path: Path, cipher: str) -> None:
    """Where it does not any more, encryption at rest is to be thought of again."""
    path = tmp_path / "encrypted.duckdb"
    options = f"ENCRYPTION_KEY 'made up', ENCRYPTION_CIPHER '{cipher}'"
    with duckdb.connect() as engine:
        engine.execute("SET autoinstall_known_extensions = false")
        with pytest.raises(duckdb.Error, match="NOT securely encrypted"):
            engine.execute(f"ATTACH '{path}' AS encrypted ({options})")
    assert not path.exists()


def test_no_unsafe_mode_is_set_anywhere() -> None:
    files = [
        path
        for folder in ("survey", "analytics", "pages", "sample_data", "deployment")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".sql", ".toml", ".yaml", ".service"}
    ]
    assert len(files) > 400
    assert not [path.name for path in files if UNSAFE in path.read_text("utf-8")]
