"""Back-office forms refuse to overwrite what somebody else has just written."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse

from core import clock, stale
from core.access import SIGNED_IN
from core.models import JournalEntry
from core.views import RecordForm
from core.views.records import SAVED_TWICE
from emulation.models import EmulationYear
from emulation.views.years import YearEdit
from tests.builders import add_person
from units.enums import Role
from units.forms.blocs import BlocForm
from units.models import Bloc, Person


@pytest.fixture
def person(world):
    found = add_person("Ma Thị Lan")
    found.birth_date = date(1980, 3, 15)
    found.save()
    return found


@pytest.fixture
def browser(world, client):
    client.force_login(world.user(Role.BOARD_OFFICER, "board"))
    return client


def drawn(browser, person):
    """Return the form's values as a browser holds them."""
    form = browser.get(reverse("person-edit", args=[person.pk])).context["form"]
    held = {field.name: field.value() for field in form}
    return {name: "" if value is None else str(value) for name, value in held.items()}


def send(browser, person, sent):
    return browser.post(reverse("person-edit", args=[person.pk]), sent)


def test_the_second_browser_is_told_and_nothing_is_lost(browser, person):
    first, second = drawn(browser, person), drawn(browser, person)
    send(browser, person, first | {"position": "Trưởng phòng", "birth_date": ""})
    refused = send(browser, person, second | {"position": "Phó Chủ nhiệm"})
    assert refused.status_code == 409
    form = refused.context["form"]
    assert {
        name: [str(one) for one in found] for name, found in form.errors.items()
    } == {
        "__all__": [stale.SENTENCE],
        "position": ["Hiện đang là: “Trưởng phòng”."],
        "birth_date": ["Hiện đang là: để trống."],
    }
    assert form["position"].value() == "Phó Chủ nhiệm"
    assert Person.objects.get(pk=person.pk).position == "Trưởng phòng"


def test_sending_again_is_a_decision(browser, person):
    second = drawn(browser, person)
    send(browser, person, drawn(browser, person) | {"position": "Trưởng phòng"})
    refused = send(browser, person, second | {"position": "Phó Chủ nhiệm"})
    seen = refused.context["form"]["seen"].value()
    kept = second | {"position": "Phó Chủ nhiệm", "seen": seen}
    assert send(browser, person, kept).status_code == 302
    assert Person.objects.get(pk=person.pk).position == "Phó Chủ nhiệm"


def test_an_unchanged_row_is_saved_at_once(browser, person):
    sent = drawn(browser, person) | {"position": "Trưởng phòng"}
    assert send(browser, person, sent).status_code == 302
    entry = JournalEntry.objects.get(object_type="units.Person", verb="change")
    assert entry.changes == [["chức vụ", "", "Trưởng phòng"]]


class LateEdit(YearEdit):
    """Reads the row, and then somebody publishes the ranking."""

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        EmulationYear.objects.update(state="ranked", ranked_at=clock.now())
        return form

    def finish(self):
        return HttpResponse()


def test_what_changed_beside_the_form_is_not_written_back(world, rf):
    request = rf.post("/", {"theme": "Chủ đề mới"})
    request.user = world.secretary
    LateEdit.as_view()(request, bloc=world.bloc.code, year=world.year.year)
    year = EmulationYear.objects.get()
    assert (year.theme, year.state) == ("Chủ đề mới", "ranked")
    entry = JournalEntry.objects.get(
        object_type="emulation.EmulationYear", verb="change"
    )
    assert [label for label, *_values in entry.changes] == ["chủ đề"]


def test_a_choice_is_told_by_its_word(browser, world):
    unit = world.units["plain"]
    url = reverse("unit-edit", args=[unit.pk])
    seen = browser.get(url).context["form"]["seen"].value()
    unit.kind = "enterprise"
    unit.parent = world.units["head"]
    unit.save()
    sent = {"kind": "party_organ", "parent": "", "note": "", "seen": seen}
    form = browser.post(url, sent).context["form"]
    assert form.errors["kind"] == ["Hiện đang là: “Doanh nghiệp”."]
    assert form.errors["parent"] == [f"Hiện đang là: “{world.units['head']}”."]


class TwiceSaved(RecordForm):
    """Saves as somebody else does who was a moment faster."""

    permission = SIGNED_IN
    form_class = BlocForm

    def save(self, form):
        return Bloc.objects.create(code="khoi-thu", name=form.cleaned_data["name"])


def test_a_row_saved_by_somebody_faster_is_a_sentence(world, rf):
    request = rf.post("/", {"name": "Khối khác", "kind": "bloc"})
    request.user = world.secretary
    response = TwiceSaved.as_view()(request)
    assert response.status_code == 409
    assert response.context_data["form"].non_field_errors() == [SAVED_TWICE]
    assert Bloc.objects.get().name == "Khối thi đua các cơ quan thử"


def test_a_tick_is_told_as_yes_or_no(db):
    class Tick(forms.Form):
        done = forms.BooleanField(required=False)

    assert stale.readable(Tick(initial={"done": True})["done"]) == "“có”"
    assert stale.readable(Tick(initial={"done": False})["done"]) == "“không”"


def test_errors_of_unknown_fields_stand_above_the_form(db):
    class Small(forms.Form):
        name = forms.CharField()

    form = Small({"name": "x"})
    assert form.is_valid()
    stale.add_errors(form, ValidationError({"other": "Khác.", "name": "Sai."}))
    stale.add_errors(form, ValidationError("Chung."))
    assert form.errors == {"name": ["Sai."], "__all__": ["Khác.", "Chung."]}
