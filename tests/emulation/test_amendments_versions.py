"""Signed texts held against each other, line by line."""

import pytest

from emulation.models import Pledge
from emulation.selectors.versions import compare, differences, version_before
from tests.emulation import amending
from tests.steps import sign_pledge


def said(before: str, after: str) -> list[tuple[str, str, str]]:
    """Return each line's mark with what stands left and right."""
    return [
        (
            line.action,
            "".join(piece.text for piece in line.before),
            "".join(piece.text for piece in line.after),
        )
        for line in compare(before, after)
    ]


def test_equal_texts_have_no_marks():
    text = "GIAO ƯỚC\n1. Vụ việc: ≥ 12 vụ\nKhông có.\nKhông có.\n"
    assert {line.action for line in compare(text, text)} == {""}


def test_a_figure_is_changed_a_wording_is_another_target():
    before = "1. Vụ việc: ≥ 12 vụ\n2. Đơn thư: = 5 đơn\n3. Mô hình: Không giao\n"
    after = "1. Vụ việc: ≥ 10 vụ\n2. Đơn, thư: = 5 đơn\n3. Mô hình: ≥ 1\n"
    assert said(before, after) == [
        ("change", "1. Vụ việc: ≥ 12 vụ", "1. Vụ việc: ≥ 10 vụ"),
        ("drop", "2. Đơn thư: = 5 đơn", ""),
        ("add", "", "2. Đơn, thư: = 5 đơn"),
        ("change", "3. Mô hình: Không giao", "3. Mô hình: ≥ 1"),
    ]
    assert differences(compare(before, after)) == {"change": 2, "add": 1, "drop": 1}


def test_a_number_that_moves_up_is_no_difference():
    before = "1. A: ≥ 1\n2. B: ≥ 2\n2.1. trong đó: C: ≥ 3\n"
    after = "1. B: ≥ 2\n1.1. trong đó: C: ≥ 3\n"
    assert [mark for mark, *_ in said(before, after)] == ["drop", "", ""]


def test_a_wording_may_hold_a_colon_and_a_comparator():
    before = "1. Tỷ lệ A: nhóm ≥ 2 người: ≥ 12%\n"
    after = "1. Tỷ lệ A: nhóm ≥ 2 người: ≥ 15%\n"
    assert [mark for mark, *_ in said(before, after)] == ["change"]


def test_a_labelled_line_is_changed_a_free_one_replaced():
    before = "Chủ đề: Đoàn kết\n- Nội dung: một\n"
    after = "Chủ đề: Sáng tạo\n- Nội dung: hai\n"
    assert [mark for mark, *_ in said(before, after)] == ["change", "drop", "add"]


def test_the_words_that_differ_are_marked():
    (line,) = compare("1. A: ≥ 12 vụ, tính trên B", "1. A: ≥ 10 vụ, tính trên B")
    assert [one.text for one in line.before if one.is_new] == ["12 "]
    assert [one.text for one in line.after if one.is_new] == ["10 "]
    (line,) = compare("1. A: ≥ 12 vụ", "1. A: ≥ 12 vụ; ghi chú: C")
    assert [one.text for one in line.after if one.is_new] == ["vụ; ghi chú: C"]
    assert all(one.text for one in [*line.before, *line.after])


def test_texts_of_the_first_form_are_matched_by_wording():
    before = "Chỉ tiêu:\n- Vụ việc: ≥ 12 vụ\n  - trong đó: tự phát hiện: ≥ 5 vụ\n"
    after = "I. CHỈ TIÊU\n1. Vụ việc: ≥ 12 vụ\n1.1. trong đó: tự phát hiện: ≥ 4 vụ\n"
    marks = [mark for mark, *_ in said(before, after)]
    assert marks == ["drop", "add", "", "change"]


@pytest.mark.django_db
def test_an_amendment_is_held_against_the_version_before_it(built):
    pledge = sign_pledge(built)
    first = amend(built, pledge, 10)
    second = amend(built, pledge, 11)
    waiting = amending.start(built, pledge)
    numbers = [version_before(one).number for one in (first, second, waiting)]
    assert numbers == [1, 2, 3]


def amend(built, pledge: Pledge, value: int):
    amendment = amending.start(built, pledge)
    cases = pledge.targets.get(content="Giải quyết vụ việc")
    amending.change(built, amendment, cases, value=value)
    return amending.adopt(built, amending.signed(built, amendment))
