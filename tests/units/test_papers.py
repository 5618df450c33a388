"""Number books and issued papers."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.models import JournalEntry
from tests.builders import world as build_world
from tests.units.reading import errors, words
from units import selectors, services
from units.models import IssuedPaper, NumberBook

PDF = b"%PDF-1.7 mot van ban"


@pytest.fixture
def world(db):
    return build_world()


def issue(world, **more):
    facts = {
        "unit": world.units["head"],
        "kind": "BC",
        "title": "Báo cáo tổng kết năm",
        "issued_on": date(2024, 12, 20),
        "subject": world.year,
        "render": lambda number: PDF + str(number).encode(),
        "actor": world.secretary,
        "signer": "Nông Thị Bích Liên",
    }
    return services.issue_paper(**(facts | more))


def test_a_paper_is_read_by_who_sees_its_subject(world, signed_in):
    paper = issue(world)
    inside, outside = world.user("clerk", "plain"), world.user("clerk", "outside")
    assert list(selectors.papers_visible_to(inside)) == [paper]
    assert list(selectors.papers_visible_to(outside)) == []
    client = signed_in(outside)
    for name in ("paper", "paper-file"):
        assert client.get(reverse(name, args=[paper.pk])).status_code == 404


def test_a_paper_about_something_else_is_nobodys(world):
    paper = issue(world, subject=world.units["head"])
    assert not selectors.papers_visible_to(world.secretary).filter(pk=paper.pk).exists()


def test_the_page_of_a_paper_tells_its_facts(world, signed_in):
    paper = issue(world)
    client = signed_in(world.user("clerk", "plain"))
    page = words(client.get(paper.get_absolute_url()))
    assert paper.code == "01-BC/XY"
    for part in (
        "Báo cáo số 01-BC/XY",
        "Tệp nguyên vẹn",
        "Ngày ban hành 20/12/2024",
        "Người ký Nông Thị Bích Liên",
        paper.file.sha256,
    ):
        assert part in page
    served = client.get(reverse("paper-file", args=[paper.pk]))
    assert b"".join(served.streaming_content) == PDF + b"1"
    assert served["Content-Type"] == "application/pdf"
    assert served["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("harm", ["change", "remove"])
def test_a_file_that_was_touched_is_not_served(world, signed_in, harm):
    paper = issue(world)
    stored = Path(settings.FILES_ROOT) / paper.file.path
    if harm == "change":
        stored.write_bytes(PDF + b"2")
    else:
        stored.unlink()
    client = signed_in(world.secretary)
    page = client.get(paper.get_absolute_url())
    assert "Tệp không khớp" in words(page)
    assert reverse("paper-file", args=[paper.pk]) not in page.content.decode()
    assert client.get(reverse("paper-file", args=[paper.pk])).status_code == 404


def test_papers_are_found_by_number_title_and_unit(world, signed_in):
    first = issue(world)
    second = issue(world, kind="KH", title="Kế hoạch tổ chức phong trào thi đua")
    user = world.secretary
    found = selectors.papers_found
    assert list(found(user, words="bc xy")) == [first]
    assert list(found(user, words="01-kh/xy")) == [second]
    assert list(found(user, words="phong trao")) == [second]
    assert list(found(user, words="cham soc")) == [second, first]
    assert list(found(user, kind="KH")) == [second]
    page = signed_in(user).get(reverse("papers"), {"words": "ke hoach", "kind": "KH"})
    assert [paper.code for paper in page.context["page_obj"]] == ["01-KH/XY"]


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_of_papers_asks_as_often_for_many(
    world, signed_in, django_assert_num_queries, more
):
    for _ in range(1 + more):
        issue(world)
    client = signed_in(world.user("clerk", "plain"))
    client.get(reverse("papers"))  # content types are kept from the first time on
    with django_assert_num_queries(8):
        page = client.get(reverse("papers"))
    assert len(page.context["page_obj"]) == 1 + more


def book(unit, **more):
    return NumberBook(unit=unit, kind="BC", series="2024", **more)


def test_a_book_goes_on_from_paper(world, signed_in):
    unit = world.units["head"]
    sent = {
        "kind": "BC",
        "series": "2020-2025",
        "last_number": "12",
        "reason": "Sổ giấy",
    }
    signed_in(world.user("board_officer", "board")).post(
        reverse("book-new", args=[unit.pk]), sent
    )
    assert issue(world).code == "13-BC/XY"
    entry = JournalEntry.objects.get(sentence="Thêm sổ văn bản")
    assert (entry.reason, entry.unit) == ("Sổ giấy", unit.pk)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (
            {"last_number": "1"},
            "last_number",
            "Số 2 đã cấp cho văn bản; số cuối từ 2 trở lên.",
        ),
        ({"last_number": "-1"}, "last_number", "−1 nhỏ hơn mức thấp nhất là 0."),
        ({"last_number": "mười"}, "last_number", "“mười” không phải là số."),
        (
            {"last_number": "100000"},
            "last_number",
            "100.000 lớn hơn mức cao nhất là 99.999.",
        ),
        ({"reason": ""}, "reason", "Trường này là bắt buộc."),
    ],
)
def test_a_book_never_falls_below_an_issued_number(
    world, signed_in, typed, field, sentence
):
    issue(world)
    issue(world)
    held = NumberBook.objects.get()
    client = signed_in(world.user("administrator", "board"))
    sent = {"last_number": "9", "reason": "Sửa"} | typed
    response = client.post(reverse("book-edit", args=[held.pk]), sent)
    assert errors(response) == {field: [sentence]}
    held.refresh_from_db()
    assert held.last_number == 2


def test_a_book_is_raised_and_lowered_above_what_was_issued(world, signed_in):
    issue(world)
    held = NumberBook.objects.get()
    actor = world.user("board_officer", "board")
    for number in (9, 4):
        services.set_last_number(held, number, actor=actor, reason="Đối chiếu sổ giấy")
    changes = JournalEntry.objects.filter(verb="change", object_type="units.NumberBook")
    assert [one.changes for one in changes.order_by("pk")] == [
        [["số cuối", 1, 9]],
        [["số cuối", 9, 4]],
    ]
    assert issue(world).number == 5


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({}, "__all__", "Sổ này đã có."),
        ({"series": "năm nay"}, "series", "Ghi năm (2024) hoặc nhiệm kỳ (2020-2025)."),
    ],
)
def test_a_wrong_book_is_refused(world, signed_in, change, field, sentence):
    unit = world.units["head"]
    services.set_last_number(book(unit), 3, actor=None, reason="Mở")
    sent = {"kind": "BC", "series": "2024", "last_number": "0", "reason": "Mở"} | change
    client = signed_in(world.user("board_officer", "board"))
    response = client.post(reverse("book-new", args=[unit.pk]), sent)
    assert errors(response) == {field: [sentence]}


def test_a_secretary_keeps_no_books(world, signed_in):
    unit = world.units["head"]
    services.set_last_number(book(unit), 3, actor=None, reason="Mở")
    client = signed_in(world.secretary)
    assert client.get(reverse("book-new", args=[unit.pk])).status_code == 403
    held = NumberBook.objects.get()
    assert client.post(reverse("book-edit", args=[held.pk]), {}).status_code == 403


def test_a_failed_printing_takes_no_number(world):
    def fail(_number):
        raise OSError("hết giấy")

    with pytest.raises(OSError, match="hết giấy"):
        issue(world, render=fail)
    assert (NumberBook.objects.count(), IssuedPaper.objects.count()) == (0, 0)
    assert issue(world).number == 1


def test_a_missing_series_cannot_be_lowered_by_a_stale_row(world):
    held = book(world.units["head"])
    services.set_last_number(held, 7, actor=None, reason="Mở")
    issue(world, issued_on=date(2024, 3, 1))
    with pytest.raises(ValidationError, match="Sổ này đã có"):
        services.set_last_number(book(world.units["head"]), 1, actor=None, reason="Mở")
