"""Turning a template and its content into a tagged PDF, set in the fonts that ship with it.

Text is content and never source: it travels as JSON, so that no name or wording can be read as
an instruction. The gate is PDF/UA-1 with PDF/A-2a, which refuses a picture without words.
"""

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from survey.errors import BearingError
from survey.i18n.writing import direction

if TYPE_CHECKING:
    import typst

SHARED: Final = Path(__file__).parent
FONTS: Final = SHARED / "fonts"
CONTENT: Final = "content.json"
SIZE: Final = "size"
"""By which name a template is told the size of its text."""
PAGE_HEIGHT: Final = 842.0
"""Points of a page of A4."""
FULL_ENOUGH: Final = 0.7
"""How far down the last page a document of several pages has to reach."""


@dataclass(frozen=True)
class Fit:
    """Which sizes a text may be set in, and into how many pages.

    The first of ``sizes``, in points, that keeps to ``pages`` and leaves no last page nearly empty
    is taken, else the one that comes nearest. The template says where it ends by metadata
    ``<end>``: its ``page``, and ``y`` in points.
    """

    sizes: tuple[float, ...]
    pages: int


class NotTypeset(BearingError):
    """A PDF cannot be made; nothing was written."""

    code: ClassVar[str] = "NOT-TYPESET"


def typeset(
    template: Path,
    content: Mapping[str, Any],
    pictures: Mapping[str, str | bytes],
    path: Path,
    fit: Fit | None = None,
    *,
    private: bool = False,
) -> None:
    """Write the PDF of a template to ``path``, whole or not at all.

    Parameters
    ----------
    template
        A ``.typ`` file that reads ``content.json`` beside it; its folder's other ``.typ`` files
        are at hand too, and ``sheet.typ``.
    content
        Everything that the template says, as JSON values; ``language`` is among them. The
        direction in which that is written is added.
    pictures
        SVG, or the bytes of a picture, by the file name that the content refers to.
    path
        Where the PDF goes. The same content gives the same bytes on any day.
    fit
        How the size of its text may be chosen; None for a template that says it itself.
    private
        Whether the PDF is to be readable by its owner alone.

    Raises ``NotTypeset`` where ``path`` is a folder, and where the typesetter refuses, mostly
    because a name holds a character that is in no font that ships.
    What it says is not repeated: it may quote the content.
    """
    import typst

    if path.is_dir():
        raise NotTypeset(
            "{file} is a folder. Name a file in it, such as {example}.",
            file=path,
            example=path / "name.pdf",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".typesetting-") as folder:
        desk = Path(folder)
        for part in (*SHARED.glob("*.typ"), *template.parent.glob("*.typ")):
            shutil.copyfile(part, desk / part.name)
        said = {"direction": direction(content["language"]), **content}
        (desk / CONTENT).write_text(json.dumps(said, ensure_ascii=False), "utf-8")
        for name, drawing in pictures.items():
            (desk / name).write_bytes(drawing if isinstance(drawing, bytes) else drawing.encode())
        finished = desk / "finished.pdf"
        try:
            chosen = _chosen(desk / template.name, fit)
            chosen.compile(output=str(finished), pdf_standards=["ua-1", "a-2a"], timestamp=0)
        except typst.TypstError:
            raise NotTypeset(
                "{file} cannot be made, and nothing was written: most likely a name holds a"
                " character that is in none of the fonts that come with the program, such as an"
                " emoji or Chinese writing.",
                file=path.name,
            ) from None
        if private:
            finished.chmod(0o600)
        finished.replace(path)


def _chosen(template: Path, fit: Fit | None) -> "typst.Compiler":
    """Return the typesetter, with the size of text that fits best."""
    if fit is None:
        return _typesetter(template, {})
    tried = []
    for size in fit.sizes:
        made = _typesetter(template, {SIZE: str(size)})
        end = json.loads(made.query("<end>", field="value", one=True))
        filled = min(end["y"] / PAGE_HEIGHT, FULL_ENOUGH)
        tried.append(((end["page"] <= fit.pages, filled), made))
        if tried[-1][0] == (True, FULL_ENOUGH):
            break
    return max(tried, key=lambda one: one[0])[1]


def _typesetter(template: Path, inputs: Mapping[str, str]) -> "typst.Compiler":
    import typst

    return typst.Compiler(
        str(template),
        root=str(template.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs=dict(inputs),
    )
