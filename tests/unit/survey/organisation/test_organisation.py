"""An organisation's name, logo and colour: checked when they are entered, shown everywhere."""

import base64
import struct
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pikepdf import Pdf
from starlette.applications import Starlette
from starlette.testclient import TestClient

from survey.__main__ import app
from survey.command_line import run
from survey.errors import BearingError
from survey.fieldwork.form_address import (
    AddressElsewhere,
    address_of_links,
    keep_address,
    keep_root,
    kept_address,
    kept_root,
    reachable_address,
)
from survey.fieldwork.invitations import IssuedCode
from survey.fieldwork.letters import write_letters
from survey.fieldwork.mailing.message import invitation, reminder
from survey.form.routes import survey_routes
from survey.form.screens import Around
from survey.i18n.catalogue import texts
from survey.organisation.colour import checked_colour, contrast_with_white
from survey.organisation.letterhead import KeptLetterhead, Letterhead, letterhead_of
from survey.organisation.logo import LARGEST, checked_logo
from survey.organisation.profile import (
    FILE,
    Profile,
    keep_logo,
    keep_profile,
    read_logo,
    read_profile,
)
from survey.organisation.trial import drawable_logo, require_answer
from survey.settings import Workspace
from survey.store.opening import open_store
from survey.store.writer import ResponseWriter

NAME = "Klinik Süd"
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://ns.example/" i:author="Ada Berg"'
    b' viewBox="0 0 40 20"><metadata>C:\\Users\\ada</metadata><i:view/>'
    b'<defs><linearGradient id="g"/></defs><rect width="40" height="20" fill="url(#g)"/></svg>'
)


def chunk(name: bytes, body: bytes) -> bytes:
    head = name + body
    return struct.pack(">L", len(body)) + head + struct.pack(">L", zlib.crc32(head))


def png(width: int = 2, height: int = 2, data: bytes | None = None, *more: bytes) -> bytes:
    header = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + b"\x0b\x6e\x75" * width for _ in range(height)))
    return b"".join(
        [b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", header), *more,
         chunk(b"IDAT", pixels if data is None else data), chunk(b"IEND", b"")]
    )  # fmt: skip


def svg(inside: bytes, attributes: bytes = b"") -> bytes:
    return (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        b' viewBox="0 0 9 9" ' + attributes + b">" + inside + b"</svg>"
    )


def test_a_logo_keeps_its_picture_and_loses_whoever_drew_it() -> None:
    kept = drawable_logo(SVG)
    assert kept.kind == "svg"
    assert b"rect" in kept.content and b"url(#g)" in kept.content
    assert b"Ada" not in kept.content and b"Users" not in kept.content
    named = png(2, 2, None, chunk(b"tEXt", b"Author\0Ada Berg"))
    assert drawable_logo(named).content == png()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (svg(b"<script>alert(1)</script>"), "<script>"),
        (svg(b"<foreignObject/>"), "<foreignObject>"),
        (svg(b'<image href="https://example.org/a.png"/>'), "<image>"),
        (svg(b'<use xlink:href="https://example.org/a.svg#b"/>'), "'href'"),
        (svg(b'<rect onload="alert(1)"/>'), "'onload'"),
        (svg(b'<rect fill="url(https://example.org/a)"/>'), "'fill'"),
        (svg(b'<rect style="fill:u\\72l(https://example.org)"/>'), "'style'"),
        (svg(b"<style>@import 'https://example.org/a.css';</style>"), "a style"),
        (svg(b'<a href="javascript:alert(1)"/>'), "<a>"),
        (svg(b"<animate/>"), "<animate>"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg(b""), "document type"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>', "viewBox"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 99999"/>', "9 by 99999"),
        (b"<svg><rect/></svg>", "namespace"),
        (svg(b"<rect>"), "cannot be read"),
        (b"GIF89a", "neither an SVG nor a PNG"),
        (b"x" * (LARGEST + 1), "200 kB"),
        (png()[:40], "not whole"),
        (png().replace(b"\x08\x02\x00", b"\x08\x02\x01"), "damaged"),
        (png(9000, 9000, zlib.compress(b"")), "9000 by 9000"),
        (png(2, 2, zlib.compress(b"\0" * 9_000_000)), "damaged"),
        (png(2, 2, b"no deflate"), "damaged"),
    ],
)
def test_a_logo_that_runs_fetches_or_bursts_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(BearingError, match=said) as refused:
        checked_logo(content)
    assert refused.value.code == "ORGANISATION-LOGO"


def test_a_picture_that_only_looks_whole_is_refused_before_it_is_on_letters() -> None:
    with pytest.raises(BearingError, match="cannot be set on a letter"):
        drawable_logo(png(2, 2, zlib.compress(b"\0\0")))


@pytest.mark.parametrize("colour", ["#0b6e75", "#000000", "#767676"])
def test_a_colour_in_which_letters_can_be_read_is_taken(colour: str) -> None:
    assert checked_colour(f" {colour.upper()} ") == colour


@pytest.mark.parametrize(
    ("colour", "said"),
    [("#ffcc00", "contrast of 1.5"), ("#777777", "4.5 to white"), ("teal", "six digits")],
)
def test_a_colour_that_is_too_light_is_refused(colour: str, said: str) -> None:
    with pytest.raises(BearingError, match=said):
        checked_colour(colour)


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast_with_white("#ffffff") == pytest.approx(1)
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#777777") == pytest.approx(4.48, abs=0.005)  # published by WebAIM


def test_what_is_entered_once_is_kept_whole(workspace: Workspace) -> None:
    profile = Profile('Klinik  "Süd"', "https://survey.example.org/s/", "#0B6E75", ("de", "en"),
                      "Europe/Berlin")  # fmt: skip
    kept = keep_profile(workspace, profile)
    assert read_profile(workspace) == kept
    assert kept == Profile('Klinik "Süd"', "https://survey.example.org", "#0b6e75", ("de", "en"),
                           "Europe/Berlin")  # fmt: skip
    keep_address(workspace, "https://other.example.org")
    assert read_profile(workspace).name == 'Klinik "Süd"'
    assert kept_address(workspace) == "https://other.example.org"
    before = (workspace.root / FILE).read_bytes()
    for wrong in (Profile("Klinik 🏥"), Profile("x" * 81), Profile(languages=("xx",)),
                  Profile(time_zone="Berlin")):  # fmt: skip
        with pytest.raises(BearingError):
            keep_profile(workspace, wrong)
    assert (workspace.root / FILE).read_bytes() == before


def test_a_letter_leads_only_where_a_server_has_answered(workspace: Workspace) -> None:
    for address in ("https://survey.example.org", "https://survey.example.org/bearing"):
        keep_address(workspace, address)  # no server has started here yet
    keep_root(workspace, "/bearing")
    assert kept_address(workspace) == "https://survey.example.org/bearing"
    assert address_of_links(workspace, None) == "https://survey.example.org/bearing"
    for wrong in ("https://survey.example.org", "https://survey.example.org/other/"):
        for use in (reachable_address, address_of_links):
            with pytest.raises(
                AddressElsewhere, match=r"Give https://survey\.example\.org/bearing,"
            ):
                use(workspace, wrong)
    keep_root(workspace, "")
    with pytest.raises(AddressElsewhere, match=r"Give https://survey\.example\.org, or start"):
        reachable_address(workspace, None)
    (workspace.root / "server.toml").write_text("path", "utf-8")
    assert kept_root(workspace) is None


@pytest.mark.parametrize("text", ["name = ", 'nam = "x"', "name = 5", 'languages = "de"'])
def test_a_damaged_file_is_said_and_takes_no_form_away(workspace: Workspace, text: str) -> None:
    (workspace.root / FILE).write_text(text, "utf-8")
    with pytest.raises(BearingError) as refused:
        read_profile(workspace)
    assert refused.value.code == "ORGANISATION-FILE"
    assert KeptLetterhead(workspace)() == Letterhead()


def test_one_logo_stands_in_the_place_of_another(workspace: Workspace) -> None:
    keep_logo(workspace, checked_logo(SVG))
    keep_logo(workspace, checked_logo(png()))
    found = read_logo(workspace)
    assert found is not None and found.kind == "png"
    assert not (workspace.root / "logo.svg").exists()
    keep_logo(workspace, None)
    assert read_logo(workspace) is None


@pytest.fixture
def client(workspace: Workspace) -> Iterator[TestClient]:
    store = open_store(workspace)
    writer = ResponseWriter(store)
    routes = survey_routes(
        store, writer, False, around=Around(letterhead=KeptLetterhead(workspace))
    )
    yield TestClient(Starlette(routes=routes))
    writer.close()


def test_the_form_shows_who_asks_as_soon_as_it_is_kept(
    workspace: Workspace, client: TestClient
) -> None:
    assert NAME not in client.get("/s").text
    keep_profile(workspace, Profile(NAME, colour="#7a1f3d"))
    keep_logo(workspace, checked_logo(SVG))
    page = client.get("/s")
    assert NAME in page.text
    assert "--accent:#7a1f3d" in page.text
    picture = page.text.partition('src="data:image/svg+xml;base64,')[2].partition('"')[0]
    assert base64.b64decode(picture) == checked_logo(SVG).content
    policy = page.headers["content-security-policy"]
    assert "img-src data:" in policy and "unsafe-inline" not in policy


def test_letters_and_mails_name_who_asks(tmp_path: Path) -> None:
    issued = IssuedCode("Hub", "Day", "ABCDEFGHJKLMNPQR")
    head = Letterhead(NAME, "#7a1f3d", checked_logo(png()))
    write_letters([issued], "autumn", "https://a.example", tmp_path / "l.pdf", "de", head)
    with Pdf.open(tmp_path / "l.pdf") as letter:
        assert str(letter.docinfo["/Author"]) == NAME
        assert b"/Image" in b"".join(repr(each).encode() for each in letter.objects)
    say = texts("de")
    for message in (
        invitation(issued, "a@example.org", "b@example.org", "https://a.example", say, NAME),
        reminder("a@example.org", "b@example.org", "https://a.example", say, NAME),
    ):
        assert message.get_content().rstrip().endswith(NAME)


class Page(BaseHTTPRequestHandler):
    """A server that answers as each test wants."""

    status, body = 200, b'<form class="opening" method="post">'

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.send_header("Location", "https://example.org/")
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_given: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, Page.body, ""),
        (200, b"<h1>Welcome to nginx</h1>", "not with this form"),
        (502, b"", "answers with 502"),
        (302, b"", "answers with 302"),
    ],
)
def test_an_address_is_tried_before_it_is_printed(
    monkeypatch: pytest.MonkeyPatch, status: int, body: bytes, said: str
) -> None:
    monkeypatch.setattr(Page, "status", status)
    monkeypatch.setattr(Page, "body", body)
    server = HTTPServer(("127.0.0.1", 0), Page)
    serving = threading.Thread(target=server.handle_request, daemon=True)
    serving.start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        if not said:
            require_answer(address)
            return
        with pytest.raises(BearingError, match=said) as refused:
            require_answer(address)
        assert refused.value.code == "ADDRESS-SILENT"
    finally:
        serving.join(5)
        server.server_close()


def test_an_address_at_which_nothing_listens_is_said() -> None:
    server = HTTPServer(("127.0.0.1", 0), Page)
    port = server.server_port
    server.server_close()
    with pytest.raises(BearingError, match="Nothing answers"):
        require_answer(f"http://127.0.0.1:{port}")


def test_the_command_keeps_all_or_nothing(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "logo.svg"
    picture.write_bytes(SVG)

    def command(*given: str) -> int:
        return run(app, ["organisation", *given, "--workspace", str(workspace.root)])

    assert (
        command(
            "--name",
            NAME,
            "--languages",
            "de, en",
            "--time-zone",
            "Europe/Berlin",
            "--logo",
            str(picture),
        )
        == 0
    )
    assert letterhead_of(workspace).name == NAME
    assert "Languages: de, en" in capsys.readouterr().out
    before = read_profile(workspace)
    for given in (
        ("--name", "Other", "--colour", "#ffffff"),
        ("--name", "Other", "--time-zone", "CEST"),
        ("--name", "Other", "--address", "http://localhost:8501"),
        ("--name", "Other", "--logo", str(workspace.root / FILE)),
        ("--name", "Other", "--address", "https://nowhere.invalid", "--try"),
    ):
        assert command(*given) == 1
        assert read_profile(workspace) == before
        assert capsys.readouterr().err.startswith("error: ")
    assert command() == 0
    assert f"Name: {NAME}" in capsys.readouterr().out
