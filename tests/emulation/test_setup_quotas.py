"""Titles that may be registered: suggested, limited, pinned by the opening."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError

from core import clock, journal
from core.workflow import ReasonMissingError, run
from emulation.models import Quota, Title
from emulation.selectors.quotas import (
    SHIPPED,
    quota_of,
    suggested_quotas,
    titles_open_to_register,
)
from emulation.services import quotas
from emulation.services.catalogue import load_titles
from tests.builders import world
from tests.emulation.setting_up import add_title, address, row_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def built():
    return world(opened=False)


@pytest.fixture
def browser(client, built):
    client.force_login(built.secretary)
    return client


@pytest.fixture
def quota(built):
    return built.year.quotas.create(title=add_title(), most_in_bloc=3)


def open_year(built) -> None:
    built.year = run(built.year, "open", actor=built.secretary)


def test_a_year_without_quotas_leaves_the_catalogue_open(built):
    title, ended = add_title(), add_title("cu", ends=clock.today() - timedelta(days=1))
    assert list(titles_open_to_register(built.year)) == [title]
    quota = built.year.quotas.create(title=ended)
    assert list(titles_open_to_register(built.year)) == []
    assert quota_of(built.year, ended) == quota
    assert quota_of(built.year, title) is None


def test_the_suggested_list_is_taken_over_on_one_press(browser, built):
    path = settings.BASE_DIR / "fixtures" / "catalogue.json"
    load_titles(json.loads(path.read_text(encoding="utf-8")))
    page = browser.get(address("year-setup", built)).content.decode()
    assert "Dùng danh sách gợi ý" in page
    url = address("setup-suggested", built)
    assert browser.get(url).url.endswith("#danh-hieu")
    browser.post(url)
    limits = {one.title.code: one.limits for one in built.year.quotas.all()}
    assert limits["CO-TINH"] == "cả khối 1, mỗi đơn vị 1"
    assert limits["BK-TINH-TT"] == "cả khối 3, mỗi đơn vị 1"
    assert limits["LDTT"] == "không hạn số lượng"
    assert quotas.take_suggested_quotas(built.year, actor=built.secretary) == []


def test_every_suggested_title_is_in_the_catalogue():
    path = settings.BASE_DIR / "fixtures" / "catalogue.json"
    load_titles(json.loads(path.read_text(encoding="utf-8")))
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
    assert len(suggested_quotas()) == len(shipped)


def test_limits_are_saved_as_typed_without_an_entry(browser, built, quota):
    url = address("setup-quotas", built)
    sent = row_of(quota, most_in_bloc="5", most_per_unit="2", note="Công văn 12")
    answer = browser.post(url, sent, headers={"X-Grid": "1"})
    assert answer.json()["saved"][0]["values"]["most_in_bloc"] == "5"
    quota.refresh_from_db()
    assert (quota.most_in_bloc, quota.most_per_unit, quota.note) == (
        5,
        2,
        "Công văn 12",
    )
    assert not journal.entries_of(quota).exists()
    browser.post(url, {"do": f"delete-{quota.pk}"})
    assert not Quota.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"most_in_bloc": "-1"}, "most_in_bloc", "Ghi một số từ 0 đến 1000."),
        (
            {"most_in_bloc": "1,5"},
            "most_in_bloc",
            "Chỉ ghi chữ số, không có dấu hay chữ.",
        ),
        (
            {"most_in_bloc": "1", "most_per_unit": "2"},
            "most_per_unit",
            "Số của mỗi đơn vị không lớn hơn số của cả khối (1).",
        ),
    ],
)
def test_impossible_limits_are_refused_in_words(
    browser, built, quota, changed, field, sentence
):
    answer = browser.post(
        address("setup-quotas", built),
        row_of(quota, **changed),
        headers={"X-Grid": "1"},
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["fields"][field] == [sentence]


def test_the_database_refuses_a_unit_above_its_bloc(built, quota):
    quota.most_per_unit = 4
    with pytest.raises(ValidationError, match="không lớn hơn số của cả khối"):
        quota.full_clean()


def test_titles_are_offered_from_the_catalogue_in_force(browser, built, quota):
    other = add_title("khac")
    url = address("quota-new", built)
    page = browser.get(url).content.decode()
    assert "Danh hiệu khac" in page
    assert "Danh hiệu co" not in page
    assert "Chọn ít nhất một" in browser.post(url, {}).content.decode()
    browser.post(url, {"titles": [other.pk]})
    assert set(Title.objects.filter(quota__year=built.year)) == {quota.title, other}


def test_once_open_a_limit_changes_with_a_reason_and_an_entry(browser, built, quota):
    open_year(built)
    url = address("quota-edit", built, quota.pk)
    typed = {"most_in_bloc": "4", "most_per_unit": "", "note": ""}
    silent = browser.post(url, typed)
    assert silent.status_code == 422
    assert Quota.objects.get().most_in_bloc == 3
    browser.post(url, typed | {"reason": "Công văn 12 của tỉnh"})
    assert Quota.objects.get().most_in_bloc == 4
    entry = journal.entries_of(quota)[0]
    assert entry.reason == "Công văn 12 của tỉnh"
    assert ["số lượng cả khối được đề nghị", 3, 4] in entry.changes
    refused = browser.post(address("setup-quotas", built), row_of(quota))
    assert refused.status_code == 409


def test_once_open_titles_are_added_and_dropped_with_a_reason(browser, built, quota):
    open_year(built)
    other = add_title("khac")
    offered = {"titles": [other.pk], "reason": "Tỉnh giao thêm"}
    browser.post(address("quota-new", built), offered)
    added = Quota.objects.get(title=other)
    assert journal.entries_of(added).get().reason == "Tỉnh giao thêm"
    url = address("quota-drop", built, quota.pk)
    assert browser.post(url, {}).status_code == 422
    browser.post(url, {"reason": "Tỉnh rút"})
    assert list(Quota.objects.all()) == [added]
    page = browser.get(address("year-setup", built)).content.decode()
    assert "Điều chỉnh<span" in page


def test_the_services_ask_for_reason_and_right(built, quota):
    clerk, secretary = built.user("clerk", "plain"), built.secretary
    with pytest.raises(PermissionDenied):
        quotas.offer_titles(built.year, [quota.title], actor=clerk)
    open_year(built)
    for act in (
        lambda: quotas.change_quota(quota, actor=secretary, reason=" "),
        lambda: quotas.drop_quota(quota, actor=secretary),
        lambda: quotas.offer_titles(built.year, [add_title("x")], actor=secretary),
    ):
        with pytest.raises(ReasonMissingError):
            act()
