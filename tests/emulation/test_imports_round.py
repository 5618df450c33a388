"""Out and back: what a workbook of a pledge says is what the pledge says."""

import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.text import nfc
from emulation import selectors
from emulation.enums import Comparator, Section, TargetKind
from emulation.imports.sheets import TARGETS
from emulation.models import Target
from tests.emulation.importing import changed, own, plan, write
from tests.realpledges import FOLDER, NAMES

SIGNS = {"eq": "=", "ge": ">=", "le": "không quá"}
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậđĐỖ -–“”%/,.;:()+@'0123456789\t\n"
TEXTS = st.text(LETTERS, max_size=40)
NUMBERS = st.decimals(0, 10**11 - 1, places=4)
RATES = st.decimals(0, 100, places=4)
FIGURES = st.one_of(
    st.tuples(st.just(TargetKind.NUMBER), st.none() | NUMBERS),
    st.tuples(st.just(TargetKind.PERCENTAGE), st.none() | RATES),
    st.tuples(
        st.just(TargetKind.YES_NO), st.sampled_from([None, Decimal(0), Decimal(1)])
    ),
)
SHAPES = st.fixed_dictionaries(
    {
        "section": st.sampled_from(Section.values),
        "content": TEXTS,
        "figure": FIGURES,
        "unit_of_measure": TEXTS,
        "comparator": st.sampled_from(Comparator.values),
        "base": TEXTS,
        "note": TEXTS,
        "is_part": st.booleans(),
    }
)


@pytest.fixture
def clerk(built):
    return built.user("clerk", "plain")


def fill(pledge, shapes) -> None:
    pledge.targets.all().delete()
    whole = None
    for position, shape in enumerate(shapes, 1):
        said = dict(shape)
        kind, value = said.pop("figure")
        parent = whole if said.pop("is_part") else None
        if parent:
            said["section"] = parent.section
        one = Target(pledge=pledge, parent=parent, position=position, **said)
        one.kind, one.value = kind, value
        one.save()
        whole = parent or one


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(shapes=st.lists(SHAPES, max_size=6), lines=st.lists(TEXTS, max_size=4))
def test_export_and_import_change_nothing_whatever_is_promised(
    draft, clerk, shapes, lines
):
    fill(draft, shapes)
    draft.contents = "\n".join(nfc(line).lstrip("-–—+•* ") for line in lines)
    draft.save()
    found = plan(draft, changed(draft, lambda book: None), clerk)

    assert [note.sentence for note in found.faults] == []
    assert [row.differences for sheet in found.sheets for row in sheet.changed] == []
    assert (found.is_empty, found.unanswered) == (True, ())
    assert found.sheets[0].unchanged == len(shapes)
    assert found.sheets[0].kept == 0


@pytest.mark.parametrize("name", NAMES)
def test_real_pledge_is_imported_with_comparators_and_nested_bases(built, clerk, name):
    facts = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["targets"]
    rows = [
        [
            None,
            Section(one["section"]).label if "." not in one["number"] else None,
            one["number"].count(".") + 1,
            one["content"],
            TargetKind(one["kind"]).label,
            one.get("unit_of_measure"),
            SIGNS[one["comparator"]],
            float(one["value"]),
            one.get("base"),
            one.get("note"),
        ]
        for one in facts
    ]
    pledge = built.pledge("plain")
    write(pledge, own(*rows, name=TARGETS), clerk)

    read = selectors.numbered(selectors.targets_of(pledge))
    assert [
        (one.number, one.row.section, one.row.content, one.row.comparator, one.row.base)
        for one in read
    ] == [
        (
            one["number"],
            one["section"],
            one["content"],
            one["comparator"],
            one.get("base", ""),
        )
        for one in facts
    ]
    assert [one.row.value for one in read] == [Decimal(one["value"]) for one in facts]
