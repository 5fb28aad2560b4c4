"""Ways to use a page: with the keyboard alone, by touch, with a mouse. All press, choose and write."""

from typing import Protocol

from playwright.sync_api import Locator, Page, expect

MOST_STEPS = 120
FOCUSED = "element => element === document.activeElement"
# A browser's ring around what has the focus, or one of ours.
RINGED = """element => {
  const hidden = element.matches('input[type=radio], input[type=checkbox]');
  const box = hidden ? element.nextElementSibling : element;
  const style = getComputedStyle(box);
  return style.outlineStyle !== 'none' || style.boxShadow !== 'none';
}"""


class Hand(Protocol):
    """What a person does to a page."""

    def press(self, target: Locator) -> None:
        """Activate a link or a button."""

    def choose(self, radio: Locator) -> None:
        """Pick one answer of a group."""

    def write(self, field: Locator, text: str) -> None:
        """Fill in a field."""


class Keyboard:
    """Tab, arrows, Enter and Space; never a pointer, never a script that moves the focus."""

    def __init__(self, page: Page) -> None:
        self.keys = page.keyboard

    def reach(self, target: Locator) -> None:
        """Go to an element in the order of the page, and see where one stands."""
        expect(target).to_be_visible()
        for _step in range(MOST_STEPS):
            if target.evaluate(FOCUSED):
                assert target.evaluate(RINGED), f"{target} has the focus and does not show it"
                return
            self.keys.press("Tab")
        raise AssertionError(f"{target} cannot be reached by keyboard")

    def press(self, target: Locator) -> None:
        """Enter on a link or a button."""
        self.reach(target)
        self.keys.press("Enter")

    def choose(self, radio: Locator) -> None:
        """Tab into the group, then arrows to the answer."""
        name = radio.get_attribute("name")
        inside = f"element => document.activeElement.name === {name!r}"
        for _step in range(MOST_STEPS):
            if radio.evaluate(inside):
                break
            self.keys.press("Tab")
        if radio.evaluate(FOCUSED) and not radio.is_checked():
            self.keys.press("Space")
        for _step in range(MOST_STEPS):
            if radio.is_checked():
                return
            self.keys.press("ArrowDown")
        raise AssertionError(f"{radio} cannot be chosen by keyboard")

    def write(self, field: Locator, text: str) -> None:
        """Tab to the field and type."""
        self.reach(field)
        self.keys.press("ControlOrMeta+A")
        self.keys.type(text)


class Finger:
    """A fingertip: taps on what is visible."""

    def press(self, target: Locator) -> None:
        """Tap it."""
        target.tap()

    def choose(self, radio: Locator) -> None:
        """Tap the label, for the radio itself is not drawn."""
        label_of(radio).tap()

    def write(self, field: Locator, text: str) -> None:
        """Tap the field and type."""
        field.tap()
        field.fill(text)


class Mouse:
    """A mouse and a keyboard to write with."""

    def press(self, target: Locator) -> None:
        """Click it."""
        target.click()

    def choose(self, radio: Locator) -> None:
        """Click the label, for the radio itself is not drawn."""
        label_of(radio).click()

    def write(self, field: Locator, text: str) -> None:
        """Click the field and type."""
        field.click()
        field.fill(text)


def label_of(choice: Locator) -> Locator:
    """The visible button around a radio or a check box."""
    return choice.locator("xpath=ancestor::label")


def shown(target: Locator) -> Locator:
    """Of several the one on the screen: phones and desks have their own, the style sheet hides the other."""
    target.page.wait_for_load_state()
    return target.locator("visible=true").first
