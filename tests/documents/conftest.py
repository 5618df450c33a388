"""What tests of papers share: the samples, made once, and a guard for Pango."""

import importlib
import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from core.documents import docx, html, pdf
from tests.documents import samples


@pytest.fixture(scope="session")
def engine():
    """Skip where the system's Pango is absent; under CI that is a failure."""
    try:
        return importlib.import_module("weasyprint")
    except OSError:
        if os.environ.get("CI"):
            raise
        pytest.skip("WeasyPrint cannot find Pango on this machine")


@pytest.fixture(scope="session")
def party_pdf(engine):
    return pdf.render(samples.party_paper())


@pytest.fixture(scope="session")
def state_pdf(engine):
    return pdf.render(samples.state_paper())


@pytest.fixture(scope="session")
def party_html():
    return html.render(samples.party_paper())


@pytest.fixture(scope="session")
def party_docx():
    return docx.render(samples.party_paper())


@pytest.fixture
def own_static(tmp_path):
    """A copy of the static files that a test may damage, in a folder with odd letters."""
    folder = tmp_path / "thư mục 100%"
    source = Path(settings.STATICFILES_DIRS[0])
    for part in ("fonts/paper", "css", "vendor"):
        shutil.copytree(source / part, folder / part)
    with override_settings(STATICFILES_DIRS=[folder]):
        yield folder
