"""House rules for templates and styles that no formatter knows."""

import ast
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from django.template.backends.django import get_installed_libraries

from core.templatetags.house import MATRIX_ICONS, STATES
from core.workflow import Machine

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
APPS = ("core", "units", "emulation", "awards", "config")
MAX_LINES = 150
MAX_DEPTH = 2

# Found by Django or crispy under these names; nobody writes them down.
FOUND_BY_NAME = re.compile(
    r"(400|403|404|500)\.html|registration/login\.html|bootstrap5/.+"
)

COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}", re.DOTALL)
TAG = re.compile(r"\{%-?\s*(\w+)\s*(.*?)\s*-?%\}", re.DOTALL)
EXTENDS = re.compile(r"""\{% extends ["']([^"']+)["'] %\}""")
INLINE = re.compile(
    r"""\sstyle\s*=|\son[a-z]+\s*=|<style\b|<script(?![^>]*\ssrc=)|javascript:""",
    re.IGNORECASE,
)
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![^{}]*\{)|\b(?:rgb|hsl)a?\(\s*\d")


@cache
def sources() -> dict[str, str]:
    """Return every template's text without its comments, by name."""
    return {
        path.relative_to(TEMPLATES).as_posix(): COMMENT.sub("", path.read_text())
        for path in sorted(TEMPLATES.rglob("*.html"))
    }


def tags(text: str, *names: str) -> list[str]:
    """Return the arguments of all tags of these names."""
    return [found[2] for found in TAG.finditer(text) if found[1] in names]


def parent_of(name: str) -> str | None:
    found = EXTENDS.search(sources()[name])
    return found[1] if found else None


def ancestors(name: str) -> list[str]:
    parent = parent_of(name)
    return [] if parent is None else [parent, *ancestors(parent)]


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}: {found[0].strip()}"
        for name, text in sources().items()
        for found in pattern.finditer(text)
    ]


def test_there_are_templates():
    assert "base.html" in sources()


def test_nothing_is_inline():
    assert lines_with(INLINE) == []


def test_includes_see_only_what_they_are_given():
    loose = [
        f"{name}: {arguments}"
        for name, text in sources().items()
        for arguments in tags(text, "include")
        if not arguments.endswith(" only")
    ]
    assert loose == []


def test_load_is_one_sorted_line():
    for name, text in sources().items():
        loads = tags(text, "load")
        assert len(loads) <= 1, name
        assert [line.split() for line in loads] == [
            sorted(line.split()) for line in loads
        ], name


def words_of(library: str) -> set[str]:
    """Return the tags and filters that a library brings."""
    register = import_module(get_installed_libraries()[library]).register
    return {*register.tags, *(f"|{name}" for name in register.filters)}


def test_loaded_libraries_are_used():
    idle = []
    for name, text in sources().items():
        used = {found[1] for found in TAG.finditer(text)}
        used |= {f"|{word}" for word in re.findall(r"\|\s*(\w+)", text)}
        idle += [
            f"{name}: {library}"
            for line in tags(text, "load")
            for library in line.split()
            if words_of(library).isdisjoint(used)
        ]
    assert idle == []


def text_patterns(tree: ast.AST) -> set[str]:
    """Return strings that end in .html as patterns; holes of f-strings fit a word."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            parts = [node]
        elif isinstance(node, ast.JoinedStr):
            parts = node.values
        else:
            continue
        pattern = "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w-]+"
            for part in parts
        )
        if pattern.endswith(r"\.html"):
            found.add(pattern)
    return found


def test_every_template_is_used():
    patterns = {
        pattern
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        for pattern in text_patterns(ast.parse(path.read_text()))
    }
    named = {
        match
        for text in sources().values()
        for arguments in tags(text, "include", "extends")
        for match in re.findall(r"""["']([^"']+\.html)["']""", arguments)
    }
    unused = [
        name
        for name in sources()
        if name not in named
        and not FOUND_BY_NAME.fullmatch(name)
        and not any(re.fullmatch(pattern, name) for pattern in patterns)
    ]
    assert unused == []


def block_names(name: str) -> list[str]:
    return tags(sources()[name], "block")


@pytest.mark.parametrize("name", [name for name in sources() if parent_of(name)])
def test_blocks_stand_in_the_order_of_the_base(name):
    order = [
        block for other in reversed(ancestors(name)) for block in block_names(other)
    ]
    own = [block for block in block_names(name) if block in order]
    assert own == sorted(own, key=order.index)
    assert len(ancestors(name)) <= MAX_DEPTH


BLOCK = re.compile(r"\{% (?:block (\w+)|endblock)[^%]*%\}")


def outer_blocks(text: str) -> list[tuple[str, int, int, str]]:
    """Return name, start, end and content of the blocks that stand in no other."""
    blocks, stack = [], []
    for found in BLOCK.finditer(text):
        if found[1]:
            stack.append(found)
            continue
        opened = stack.pop()
        if not stack:
            inner = text[opened.end() : found.start()]
            blocks.append((opened[1], opened.start(), found.end(), inner))
    return blocks


def filled(text: str, overrides: dict[str, str]) -> str:
    """Return a base's text with each block replaced by what a page puts there."""
    done, position = [], 0
    for name, start, end, inner in outer_blocks(text):
        done += [text[position:start], filled(overrides.get(name, inner), overrides)]
        position = end
    return "".join([*done, text[position:]])


def page_text(name: str) -> str:
    """Return a page as it is sent, its includes left out."""
    overrides: dict[str, str] = {}
    for other in [name, *ancestors(name)]:
        for block, _start, _end, inner in outer_blocks(sources()[other]):
            overrides.setdefault(block, inner)
    root = [name, *ancestors(name)][-1]
    return filled(sources()[root], overrides)


def test_pages_have_one_main_heading():
    for name in sources():
        root = [name, *ancestors(name)][-1]
        is_page = "<html" in sources()[root]
        assert page_text(name).count("<h1") == int(is_page), name


def test_table_heads_have_a_scope():
    assert lines_with(re.compile(r"<th\b(?![^>]*\sscope=)[^>]*>")) == []


def test_labels_and_fields_belong_together():
    assert lines_with(re.compile(r"<label\b(?![^>]*\sfor=)[^>]*>")) == []
    field = re.compile(
        r"""<(?:input|select|textarea)\b(?![^>]*\s(?:id|aria-label|aria-labelledby)=)"""
        r"""(?![^>]*type="(?:hidden|submit)")[^>]*>"""
    )
    assert lines_with(field) == []


def test_templates_stay_short():
    long = {
        path.relative_to(TEMPLATES).as_posix(): length
        for path in TEMPLATES.rglob("*.html")
        if (length := len(path.read_text().splitlines())) > MAX_LINES
    }
    assert long == {}


def test_colours_are_written_in_one_place():
    # Papers are black on white whatever the theme: their sheets stand alone.
    alone = {"tokens.css", "print.css", "paper-screen.css"}
    found = [
        f"{path.name}: {match[0]}"
        for path in sorted((ROOT / "static" / "css").glob("*.css"))
        if path.name not in alone
        for match in COLOUR.finditer(path.read_text())
    ]
    painted = re.compile(r"""(?:fill|stroke|stop-color|bgcolor|color)=["']#""")
    on_screen = [
        line for line in lines_with(painted) if not line.startswith("documents/")
    ]
    assert found + on_screen == []


def test_icons_are_in_the_sprite():
    sprite = (ROOT / "static" / "vendor" / "icons.svg").read_text()
    drawn = set(re.findall(r'id="i-([\w-]+)"', sprite))
    asked = {
        match
        for text in sources().values()
        for arguments in tags(text, "icon")
        for match in re.findall(r"""^["']([\w-]+)["']""", arguments)
    }
    asked |= {icon for _tone, icon in STATES.values()}
    asked |= {icon for icon, _label in MATRIX_ICONS.values()}
    assert "check" in asked
    assert asked - drawn == set()


def test_every_state_has_a_badge():
    bare = {
        f"{machine.name}: {state}"
        for machine in Machine.by_model.values()
        for state in machine.states.values
        if state not in STATES
    }
    assert bare == set()
