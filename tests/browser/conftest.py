"""A real Chromium for the journeys; what a page complains about fails its test."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from emulation.models import Target
from emulation.services.pledges import add_target
from tests.browser.grids import seat
from tests.builders import world

# Playwright's synchronous interface keeps an event loop in the test's own thread,
# which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser():
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=program, args=[*QUIET, *sandbox]
        )
        yield started
        started.close()


@pytest.fixture
def open_window(browser, live_server):
    """Return a function that opens a fresh window, signed in as nobody.

    At the end, a script error or anything the content policy had to block in one of
    the windows fails the test.
    """
    contexts, complaints = [], []

    def open_one(width=1440, height=900, **options):
        context = browser.new_context(
            base_url=live_server.url,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            viewport={"width": width, "height": height},
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                "Content Security Policy" in said.text and complaints.append(said.text)
            ),
        )
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_window):
    """Return a window of a desktop computer."""
    return open_window()


@pytest.fixture
def phone(open_window):
    """Return a window of a phone."""
    return open_window(width=390, height=844, has_touch=True, is_mobile=True)


@pytest.fixture
def built(transactional_db):
    """Return a small world."""
    return world()


@pytest.fixture
def pledge(built):
    """Return a draft pledge with two targets."""
    found = built.pledge("plain")
    clerk = built.user("clerk", "plain")
    for content in ("Vụ việc được xử lý", "Đơn thư được giải quyết"):
        add_target(Target(pledge=found, content=content, value=5), actor=clerk)
    return found


@pytest.fixture
def clerk(pledge, open_window):
    """Return the clerk at the pledge's page."""
    return seat(open_window(), pledge)
