"""A staff screen in a browser, waited for until it is drawn to the end."""

from playwright.sync_api import Page

from survey.i18n.catalogue import texts

EN = texts("en")
AT_REST = """() => Promise.allSettled(document.getAnimations()
  .filter(one => one instanceof CSSTransition).map(one => one.finished))"""
"""Waits for colours on their way from one theme to the other."""


def drawn(page: Page, title: str) -> None:
    """Wait for a title, for the end of the page's script and for its colours.

    The title comes first and alone: whoever looks at once may miss what stands below it, or find
    nothing where something would be a fault.
    """
    page.get_by_role("heading", name=title, exact=True).wait_for()
    page.locator("[data-test-script-state='notRunning']").wait_for()
    page.evaluate(AT_REST)


def heading(page: Page, key: str) -> None:
    """Wait for a screen by the key of its title."""
    drawn(page, EN(f"screens.{key}.title"))
