"""Grids in a browser: somebody at a pledge's page, its cells, a clipboard."""

from tests.browser.people import Somebody
from tests.builders import PASSWORD

PASTE = """(field, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const how = { clipboardData, bubbles: true, cancelable: true };
  field.dispatchEvent(new ClipboardEvent("paste", how));
}"""


def seat(page, pledge, login="clerk.plain"):
    """Return somebody who has the pledge's page open."""
    somebody = Somebody(page, login, PASSWORD)
    somebody.open(pledge.get_absolute_url())
    return somebody


def cell(somebody, target, name):
    return somebody.page.locator(f"[name=row-{target.pk}-{name}]")


def value_of(somebody, target):
    return cell(somebody, target, "value")


def paste(field, text):
    """Paste what a spreadsheet has put on the clipboard."""
    field.focus()
    field.evaluate(PASTE, text)


def said(somebody):
    """Return the line in which the grid says what a paste did."""
    return somebody.page.locator(".grid-said").first
