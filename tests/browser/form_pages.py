"""Going through the form in a browser: what several tests of it share."""

from playwright.sync_api import Page

from survey.instruments.catalogue import load

CORE = load("core")
SECTIONS = [
    [item.key for item in CORE.items if item.section == section.key] for section in CORE.sections
]
PHONE = {"width": 390, "height": 844}


def tab_to(page: Page, selector: str, most: int = 12) -> None:
    """Press the tab key until the focus is on what the selector names."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"{selector} cannot be reached by the tab key")


def choose(page: Page, section: int, but: str = "") -> None:
    """Choose the second answer of each question of a section, but not of one."""
    for key in SECTIONS[section - 1]:
        if key != but:
            page.check(f"#q_{key}-{CORE.options_of(key).values[1]}")


def at(page: Page) -> int:
    """Return the number of the page that is shown; 0 is the promise."""
    return int(page.locator("#answers").get_attribute("data-at") or -1)


def go_on(page: Page) -> None:
    """Press the button that leads on, and wait until the next page is there."""
    page.click(".send")
    page.wait_for_load_state()


def go_to(page: Page, address: str, section: int) -> None:
    """Open a form and answer it up to a section, which is shown unanswered."""
    page.goto(address)
    go_on(page)
    for number in range(1, section):
        choose(page, number)
        go_on(page)
        page.wait_for_selector(f"#answers[data-at='{number + 1}']")
