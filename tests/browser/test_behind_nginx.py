"""Behind the nginx of ``deployment/nginx.conf``, with TLS and below a path: all of it works."""

import datetime
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import Browser, expect

from analytics.release.writer import write_release
from survey.access.ledger import Action, record
from survey.access.routes import COOKIE
from survey.access.staff import add
from survey.fieldwork.codes import display
from survey.i18n.catalogue import form_texts, texts
from survey.store.opening import close_store
from survey.vocabulary import Role
from tests.browser.form_pages import CORE, SECTIONS, choose, go_on, go_to
from tests.browser.staff_pages import heading
from tests.charts_release import WAVE, made_up_release
from tests.form_wave import WAVE as FIELD_WAVE
from tests.form_wave import open_field
from tests.running import ROOT, free_port, running

pytestmark = pytest.mark.browser

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
EXAMPLE = ROOT / "deployment" / "nginx.conf"
PASSWORD = "a long enough password"
EN = texts("en")


def certificate(folder: Path) -> None:
    """Write a certificate of this computer's own, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


@contextmanager
def nginx(folder: Path, port_behind: int, *, takes_path_away: bool) -> Iterator[str]:
    """Run the example's nginx and yield its address; only ports and places differ from it."""
    assert NGINX is not None
    certificate(folder)
    plain, tls = free_port(), free_port()
    example = EXAMPLE.read_text("utf-8")
    for written, here in (
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{tls} ssl;"),
        ("survey.example.org;", "localhost;"),
        ("/etc/ssl/bearing", str(folder)),
        ("/var/log/nginx/bearing.log", str(folder / "bearing.log")),
        ("127.0.0.1:8501", f"127.0.0.1:{port_behind}"),
    ):
        assert written in example
        example = example.replace(written, here)
    if takes_path_away:
        example = example.replace("proxy_pass http://bearing;", "proxy_pass http://bearing/;")
    passing = "".join(
        f"{kind}_temp_path {folder / kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off;\npid {folder / 'pid'};\nerror_log {folder / 'main.log'} warn;\n"
        f"events {{}}\nhttp {{\n{passing}{example}\n}}\n"
    )
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with (folder / "nginx.txt").open("wb") as said:
        process = subprocess.Popen(command, stderr=said)
    try:
        until = time.monotonic() + 20
        while process.poll() is None and time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", tls)) == 0:
                    break
            time.sleep(0.05)
        assert process.poll() is None, (folder / "nginx.txt").read_text()
        yield f"https://localhost:{tls}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.skipif(NGINX is None, reason="needs an nginx: apt-get install nginx")
@pytest.mark.parametrize("takes_path_away", [False, True])
def test_form_sign_in_screens_and_downloads_work_behind_the_example(
    tmp_path: Path, chromium: Browser, monkeypatch: pytest.MonkeyPatch, takes_path_away: bool
) -> None:
    made = open_field(tmp_path / "workspace")
    add(made.workspace, "Ada", PASSWORD, Role.COORDINATOR)
    write_release(made.workspace.releases / WAVE, made_up_release())
    for done in (Action.WAVE_OPENED, Action.CODES_ISSUED):
        record(made.workspace, done, FIELD_WAVE)
    record(made.workspace, Action.WAVE_RELEASED, WAVE)
    close_store(made.workspace)
    monkeypatch.setenv("STREAMLIT_SERVER_BASE_URL_PATH", "bearing")
    with (
        running(tmp_path, made.workspace) as server,
        nginx(tmp_path, server.port, takes_path_away=takes_path_away) as host,
    ):
        context = chromium.new_context(
            locale="en-GB", ignore_https_errors=True, viewport={"width": 1280, "height": 900}
        )
        address, page = f"{host}/bearing", context.new_page()
        left: list[str] = []
        page.on("request", lambda one: left.append(one.url))

        code = made.code()
        go_to(page, f"{address}/s/{display(code)}", len(SECTIONS))
        choose(page, len(SECTIONS))
        go_on(page)
        page.get_by_text(form_texts("en")("form.thanks.saved")).wait_for()
        assert context.cookies() == []
        page.goto(f"{address}/s")
        page.fill("#code", display(made.code()))
        page.click("form.opening button")
        page.get_by_role("heading", name=CORE.title["en"]).wait_for()

        page.goto(f"{address}/trail")
        heading(page, "sign_in")
        page.get_by_label(EN("screens.sign_in.name"), exact=True).fill("Ada")
        page.get_by_label(EN("screens.sign_in.password"), exact=True).fill(PASSWORD)
        page.get_by_role("button", name=EN("screens.sign_in.send"), exact=True).click()
        heading(page, "trail")
        assert page.url == f"{address}/trail"
        [cookie] = [one for one in context.cookies() if one["name"] == COOKIE]
        assert (cookie["path"], cookie["secure"], cookie["httpOnly"]) == ("/bearing", True, True)
        with page.expect_download() as saved:
            page.get_by_role("button", name=EN("trail.save_file"), exact=True).click()
        assert saved.value.path().read_bytes()
        page.goto(f"{address}/questionnaire")
        heading(page, "questionnaire")
        with context.expect_page() as opened:
            page.get_by_role("link", name=EN("preview.open")).click()
        opened.value.get_by_role("heading", name=CORE.title["en"]).wait_for()
        page.goto(f"{address}/invitations")
        heading(page, "invitations")
        expect(page.get_by_label(EN("invitations.address"), exact=True)).to_have_value(address)
        assert page.request.get(f"{address}/healthz").status == 200
        context.close()
    assert {one for one in left if not one.startswith((f"{address}/", "data:", "blob:"))} == set()
    logs = (server.output, tmp_path / "nginx.txt", *tmp_path.glob("*.log"))
    said = "".join(path.read_text("utf-8") for path in logs).upper()
    assert code not in said.replace("-", ""), "a log of server or proxy holds a code"
