"""Ways to use a page: with a pointer, or with the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

FAR = 120
SEEN = """
    element => element.matches(":focus-visible")
        && parseFloat(getComputedStyle(element).outlineWidth) >= 2
        && getComputedStyle(element).outlineStyle !== "none"
"""


class Pointer:
    """A mouse or a finger."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, link: Locator) -> None:
        """Opens a link."""
        link.click()

    def press(self, button: Locator) -> None:
        """Presses a button."""
        button.click()

    def write(self, field: Locator, words: str) -> None:
        """Fills a field with other words."""
        field.fill(words)


class Keyboard(Pointer):
    """Tab, Enter, Space and letters; what has the focus must be seen to have it."""

    def follow(self, link: Locator) -> None:
        """Opens a link with Enter."""
        self._reach(link)
        self.page.keyboard.press("Enter")

    def press(self, button: Locator) -> None:
        """Presses a button with Space."""
        self._reach(button)
        self.page.keyboard.press("Space")

    def write(self, field: Locator, words: str) -> None:
        """Types over what the field has."""
        self._reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def _reach(self, wanted: Locator) -> None:
        wanted.wait_for()
        for _ in range(FAR):
            self.page.keyboard.press("Tab")
            if wanted.evaluate("element => element === document.activeElement"):
                assert wanted.evaluate(SEEN), f"the focus is not to be seen on {wanted}"
                return
        raise AssertionError(f"Tab never came to {wanted}")
