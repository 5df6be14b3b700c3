"""Ways to use a page: with a pointer, or with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import FilePayload, Locator, Page

FAR = 150
SEEN = """
    element => element.matches(":focus-visible")
        && parseFloat(getComputedStyle(element).outlineWidth) >= 2
        && getComputedStyle(element).outlineStyle !== "none"
"""
FOCUSED = "element => element === document.activeElement"
FOCUSED_NAME = "() => document.activeElement.name"


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

    def choose(self, radio: Locator) -> None:
        """Takes one of several answers."""
        radio.check()

    def attach(self, field: Locator, file: FilePayload) -> None:
        """Takes a file."""
        with self.page.expect_file_chooser() as chooser:
            self.press(field)
        chooser.value.set_files(file)


class Keyboard(Pointer):
    """Tab, Enter, Space, arrows and letters; what has the focus must be seen to have it."""

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

    def choose(self, radio: Locator) -> None:
        """Tab comes to the group, the arrows to the answer."""
        name = radio.get_attribute("name")
        self._tab(lambda: self.page.evaluate(FOCUSED_NAME) == name, radio)
        self.page.keyboard.press("Space")
        for _ in range(FAR):
            if radio.is_checked():
                assert radio.evaluate(SEEN), f"the focus is not to be seen on {radio}"
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never came to {radio}")

    def _reach(self, wanted: Locator) -> None:
        self._tab(lambda: wanted.evaluate(FOCUSED), wanted)
        assert wanted.evaluate(SEEN), f"the focus is not to be seen on {wanted}"

    def _tab(self, there: Callable[[], bool], wanted: Locator) -> None:
        wanted.wait_for()
        for _ in range(FAR):
            self.page.keyboard.press("Tab")
            if there():
                return
        raise AssertionError(f"Tab never came to {wanted}")
