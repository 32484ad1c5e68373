"""Makes the five pictures of README.md again, from a fresh demonstration.

    python -m docs.pictures.make [WORKSPACE]

Needs a Chromium and pdftoppm (Debian: apt-get install chromium poppler-utils). Without a
WORKSPACE it builds the demonstration anew, which takes a minute.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from survey.i18n.catalogue import texts
from survey.settings import Workspace
from tests.running import Server, free_port, running, start

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FIRST = {"width": 1280, "height": 640}
WIDE, PHONE = {"width": 1280, "height": 1120}, {"width": 390, "height": 780}
COLOURS = 256
WAVE = "2026 spring"
REPORT_PAGE = "2"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
EN = texts("en")


def command(*arguments: str) -> None:
    """Run a command of the product, or one of the system."""
    subprocess.run(arguments, cwd=ROOT, check=True)  # noqa: S603  - the commands below


def keep(picture: Path, name: str, width: int) -> None:
    """Make a picture small: to a width, and to few colours."""
    with Image.open(picture) as image:
        height = round(image.height * width / image.width)
        small = image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
        small.quantize(COLOURS).save(HERE / f"{name}.png", optimize=True)
    sys.stdout.write(f"{name}.png: {(HERE / f'{name}.png').stat().st_size // 1024} kB\n")


def settled(page: Page, title: str) -> None:
    """Wait until a screen is drawn to the end, its charts included."""
    page.get_by_role("heading", name=EN(title)).wait_for()
    page.get_by_test_id("stVegaLiteChart").locator("svg").or_(
        page.locator(".bearing-heat")
    ).first.wait_for()
    page.locator("[data-test-script-state='notRunning']").wait_for()
    page.wait_for_timeout(1500)


def screen(browser: Browser, server: Server, path: str, folder: Path) -> None:
    """Take a screen of results as HR sees it."""
    page = browser.new_page(viewport=WIDE, locale="en-GB", color_scheme="light")
    page.goto(f"{server.address}/{path}")
    role = EN("screens.sign_in.as", role=EN("screens.role.hr"))
    page.get_by_role("button", name=role).click()
    settled(page, f"screens.{path}.title")
    page.screenshot(path=folder / f"{path}.png")
    page.close()
    keep(folder / f"{path}.png", path, 1000)


def form(browser: Browser, server: Server, folder: Path) -> None:
    """Take the questionnaire on a phone."""
    page = browser.new_page(viewport=PHONE, locale="en-GB", device_scale_factor=2)
    page.goto(f"{server.address}/s/demo")
    page.locator("main button.send").first.click()
    question = page.locator("fieldset").first
    question.wait_for()
    question.locator("label").nth(2).click()
    page.mouse.move(0, 0)
    page.screenshot(path=folder / "form.png")
    page.close()
    keep(folder / "form.png", "form", 390)


def first_minute(browser: Browser, folder: Path) -> None:
    """Take the page that a first start shows while it builds."""
    server = start(folder, None, free_port())
    page = browser.new_page(viewport=FIRST, locale="en-GB", color_scheme="light")
    try:
        while "insider" not in server.output.read_text():
            page.wait_for_timeout(100)
        page.goto(server.address)
        page.screenshot(path=folder / "first-minute.png")
    finally:
        server.process.terminate()
        server.process.wait()
    page.close()
    keep(folder / "first-minute.png", "first-minute", 1000)


def report(workspace: Workspace, folder: Path) -> None:
    """Take a page of the report."""
    pdf = folder / "report.pdf"
    command(
        sys.executable, "-m", "analytics", "report", WAVE, "--to", str(pdf),
        "--workspace", str(workspace.root),
    )  # fmt: skip
    page = ["-f", REPORT_PAGE, "-l", REPORT_PAGE, "-r", "110", "-png", "-singlefile"]
    command("pdftoppm", *page, str(pdf), str(folder / "report"))
    keep(folder / "report.png", "report", 700)


def main(given: Sequence[str]) -> None:
    """Make all five."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        workspace = Workspace(Path(given[0]) if given else folder / "demonstration")
        if not workspace.exists:
            command(sys.executable, "-m", "survey", "demo", "--workspace", str(workspace.root))
        report(workspace, folder)
        chromium = shutil.which("chromium")
        with running(folder, workspace) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
            first_minute(browser, folder)
            form(browser, server, folder)
            screen(browser, server, "overview", folder)
            screen(browser, server, "links", folder)
            browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
