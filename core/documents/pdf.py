"""A paper as PDF, from the shipped faces only, or no paper at all."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django.contrib.staticfiles import finders

from core.documents import fonts, html
from core.documents.blocks import Paper
from core.documents.errors import PaperError
from core.documents.paperforms import page_rule

_SHEETS = ("css/paper-faces.css", "css/print.css")
_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def available() -> str:
    """Return "" when papers can be made, otherwise the reason and what to install."""
    try:
        _engine()
    except PaperError as reason:
        return str(reason)
    return " ".join(fonts.problems())


def render(paper: Paper) -> bytes:
    """Return the PDF of a paper.

    Raises ``PaperError`` when a library or a face is missing, or a letter cannot be
    printed: a paper with wrong letters is never made. Takes 0.2 to 0.3 s a page and
    belongs into a worker, not into a request.
    """
    source = html.render_for_print(paper)
    return write(source, extra_css=page_rule(paper.spec, paper.draft_mark))


def write(source: str, *, extra_css: str = "") -> bytes:
    """Return the PDF of a whole HTML page set with the paper's style sheets."""
    weasyprint = _engine()
    if broken := fonts.problems():
        raise PaperError(" ".join(broken))
    fetcher = _fetcher(weasyprint)
    faces = weasyprint.text.fonts.FontConfiguration()
    sheets = [
        weasyprint.CSS(filename=_sheet(name), font_config=faces, url_fetcher=fetcher)
        for name in _SHEETS
    ]
    sheets.append(
        weasyprint.CSS(string=extra_css, font_config=faces, url_fetcher=fetcher)
    )
    page = weasyprint.HTML(string=source, url_fetcher=fetcher)
    with _without_garbage_collection(), _refusals(weasyprint):
        return page.write_pdf(
            font_config=faces, stylesheets=sheets, presentational_hints=True
        )


@contextmanager
def _refusals(weasyprint: Any) -> Iterator[None]:
    """Turn a refused address into an error that ends one paper, not the worker."""
    try:
        yield
    except weasyprint.urls.FatalURLFetchingError as refused:
        raise PaperError(f"Văn bản dẫn tới địa chỉ bên ngoài: {refused}") from refused


def _engine() -> Any:
    """Return the library, which needs the system's Pango; without it papers wait."""
    try:
        import weasyprint  # noqa: PLC0415 - slow, and fails where Pango is missing
        import weasyprint.text.fonts  # noqa: PLC0415
    except (ImportError, OSError) as missing:
        raise PaperError(
            "Chưa tạo được PDF: máy chủ thiếu thư viện Pango. "
            f"Cài các gói: apt-get install {_PACKAGES}"
        ) from missing
    return weasyprint


def _sheet(name: str) -> str:
    found = finders.find(name)
    if not found:
        raise PaperError(f"Thiếu tệp static/{name}.")
    return found


def _fetcher(weasyprint: Any) -> Any:
    """Open the font files and refuse every other address, here or elsewhere."""
    allowed = {path.resolve() for path in fonts.paths()}

    class OnlyFonts(weasyprint.urls.URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            parts = urlsplit(url)
            path = Path(url2pathname(parts.path)).resolve()
            if parts.scheme != "file" or path not in allowed:
                raise weasyprint.urls.FatalURLFetchingError(url)
            return super().fetch(url, headers)

    return OnlyFonts()


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Layout makes millions of objects and no rubbish: a quarter faster without."""
    was_enabled = gc.isenabled()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
        gc.unfreeze()
