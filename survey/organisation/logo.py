"""A logo, SVG or PNG: taken apart, checked, and put together again from what a picture needs.

What is kept can run nothing, fetch nothing and name nobody: programs that draw leave the names of
people and of folders in what they save.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final, Literal
from xml.etree import ElementTree as ET

from survey.errors import BearingError

LARGEST: Final = 200_000
"""Bytes. It stands in every page of the form, and must not make a slow phone wait."""
WIDEST: Final = 4_000
"""Pixels or units on a side."""
PNG: Final = b"\x89PNG\r\n\x1a\n"
KEPT_CHUNKS: Final = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
SVG: Final = "http://www.w3.org/2000/svg"
XLINK: Final = "http://www.w3.org/1999/xlink"
DRAWN: Final = frozenset(
    {
        "svg", "g", "defs", "symbol", "use", "title", "desc", "path", "rect", "circle", "ellipse",
        "line", "polyline", "polygon", "text", "tspan", "linearGradient", "radialGradient", "stop",
        "clipPath", "mask", "pattern", "style",
    }
)  # fmt: skip
REACHING_OUT: Final = re.compile(r"url\((?!\s*['\"]?#)|@|\\|expression|javascript:|data:", re.I)
"""What a style or an attribute may not hold: another address, an import, an escape."""

Kind = Literal["svg", "png"]


class LogoUnfit(BearingError):
    """The logo is no picture that may stand in a page or a letter."""

    code: ClassVar[str] = "ORGANISATION-LOGO"


@dataclass(frozen=True)
class Logo:
    """A checked picture: what kind it is, and its bytes."""

    kind: Kind
    content: bytes

    @property
    def media_type(self) -> str:
        """The type under which a page shows it."""
        return "image/svg+xml" if self.kind == "svg" else "image/png"


def checked_logo(content: bytes) -> Logo:
    """Return a logo with nothing in it but the picture. Raises ``LogoUnfit``."""
    if len(content) > LARGEST:
        raise LogoUnfit(
            "The logo has {size} kB, more than {most}: save it smaller,"
            " 600 pixels wide are enough.",
            size=len(content) // 1000,
            most=LARGEST // 1000,
        )
    if content.startswith(PNG):
        return Logo("png", _png(content))
    if b"<svg" in content[:4096]:
        return Logo("svg", _svg(content))
    raise LogoUnfit("The logo is neither an SVG nor a PNG file: save it as one of them.")


def _png(content: bytes) -> bytes:
    kept, data = [PNG], b""
    seen: list[bytes] = []
    for name, body in _chunks(content):
        seen.append(name)
        if name in KEPT_CHUNKS:
            head = name + body
            kept.append(struct.pack(">L", len(body)) + head + struct.pack(">L", zlib.crc32(head)))
        if name == b"IDAT":
            data += body
    if seen[:1] != [b"IHDR"] or seen[-1:] != [b"IEND"]:
        raise LogoUnfit("The PNG file is not whole: save it again.")
    _check_pixels(kept[1][8:-4], data)
    return b"".join(kept)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG)
    while at + 12 <= len(content):
        (size,) = struct.unpack_from(">L", content, at)
        name, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        known = content[at + 8 + size : at + 12 + size]
        if known != struct.pack(">L", zlib.crc32(name + body)):
            raise LogoUnfit("The PNG file is damaged: save it again.")
        yield name, body
        if name == b"IEND":
            return
        at += 12 + size


def _check_pixels(header: bytes, data: bytes) -> None:
    """Refuse a picture that is too wide, or that unpacks to more than its size says."""
    if len(header) != 13:
        raise LogoUnfit("The PNG file is not whole: save it again.")
    width, height, depth, colours = struct.unpack_from(">LLBB", header)
    _check_sides(width, height)
    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(colours, 4)
    most = height * (width * samples * depth // 8 + 9) + 64 * 1024
    unpacking = zlib.decompressobj()
    try:
        unpacked = unpacking.decompress(data, most)
    except zlib.error:
        raise LogoUnfit("The PNG file is damaged: save it again.") from None
    if not unpacked or unpacking.unconsumed_tail:
        raise LogoUnfit("The PNG file is damaged: save it again.")


def _check_sides(width: float, height: float) -> None:
    if not (0 < width <= WIDEST and 0 < height <= WIDEST):
        raise LogoUnfit(
            "The logo measures {width:g} by {height:g}: each side must lie between 1 and"
            " {widest:,}.",
            width=width,
            height=height,
            widest=WIDEST,
        )


def _svg(content: bytes) -> bytes:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"<?xml-stylesheet" in content:
        raise LogoUnfit(
            "The SVG file declares a document type, an entity or a style sheet: save it as plain"
            " SVG."
        )
    try:
        root = ET.fromstring(content)  # noqa: S314 - entities were refused above
    except ET.ParseError as broken:
        raise LogoUnfit(
            "The SVG file cannot be read, line {line}.", line=broken.position[0]
        ) from None
    if root.tag != f"{{{SVG}}}svg":
        raise LogoUnfit("The SVG file does not begin with <svg> of its usual namespace.")
    _clean(root)
    _check_size(root)
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=False))


def _clean(element: "ET.Element[str]") -> None:
    """Take out what drawing programs add, and refuse what a picture has no use for."""
    for name, value in list(element.items()):
        space, _, bare = name.rpartition("}")
        if space and not (space == f"{{{XLINK}" and bare == "href"):
            del element.attrib[name]
            continue
        reference = bare == "href" and not value.startswith("#")
        if bare.lower().startswith("on") or reference or REACHING_OUT.search(value):
            raise LogoUnfit(
                "The SVG file has an attribute {bare!r} that runs or fetches something: save it as"
                " plain SVG, with pictures and letters turned into paths.",
                bare=bare,
            )
    if element.text and element.tag == f"{{{SVG}}}style" and REACHING_OUT.search(element.text):
        raise LogoUnfit("The SVG file has a style that fetches something: save it as plain SVG.")
    for child in list(element):
        space, _, bare = str(child.tag).rpartition("}")
        if space != f"{{{SVG}" or bare == "metadata":
            element.remove(child)
        elif bare not in DRAWN:
            raise LogoUnfit(
                "The SVG file holds <{bare}>, which no logo needs: save it as plain SVG, with"
                " pictures and letters turned into paths.",
                bare=bare,
            )
        else:
            _clean(child)


def _check_size(root: "ET.Element[str]") -> None:
    """Without a viewBox a picture keeps its size whatever its frame; then its size makes one."""
    box = root.get("viewBox")
    sides = [re.sub(r"(px|pt|mm)$", "", root.get(side, "")) for side in ("width", "height")]
    try:
        numbers = re.split(r"[\s,]+", box.strip())[2:4] if box else sides
        width, height = map(float, numbers)
    except ValueError:
        raise LogoUnfit(
            "The SVG file does not say how large it is: save it with a viewBox."
        ) from None
    _check_sides(width, height)
    if not box:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
