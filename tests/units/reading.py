"""What a test reads from a page."""

import re
from html import unescape


def words(response) -> str:
    """Return the page's text with white space made one space."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(text).split())


def errors(response) -> dict[str, list[str]]:
    """Return the form's errors by field."""
    return {
        name: [str(one) for one in found]
        for name, found in response.context["form"].errors.items()
    }
