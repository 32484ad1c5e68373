"""The bill of materials that the operations page tells how to make names every pinned package."""

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.running import ROOT

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)$", re.MULTILINE)


def test_each_pin_of_the_app_is_in_it_and_nothing_else(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    (command,) = re.findall(r"^cyclonedx-py (requirements .+) -o sbom\.json$", page, re.MULTILINE)
    made = tmp_path / "sbom.json"
    tool = Path(sys.executable).with_name("cyclonedx-py")
    subprocess.run([tool, *command.split(), "-o", made], cwd=ROOT, check=True, timeout=300)
    bill = json.loads(made.read_text("utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    listed = {(one["name"], one["version"]) for one in bill["components"]}
    pins = set(PIN.findall((ROOT / "requirements.txt").read_text("utf-8")))
    assert listed == pins and len(pins) > 20
    for one in bill["components"]:
        assert one["purl"] == f"pkg:pypi/{one['name'].lower()}@{one['version']}"
