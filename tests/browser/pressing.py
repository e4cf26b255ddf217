"""A click that leads to another page: chromium answers the click before that page is there."""

from playwright.sync_api import Locator


def press(one: Locator) -> None:
    """Click, and go on when the next page has been read."""
    with one.page.expect_navigation():
        one.click()
