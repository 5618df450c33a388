"""Numbers that read differently in two notations are asked about once a column."""

from decimal import Decimal

import pytest

from core.workbooks.spelling import spell, spell_decimal, spell_thousands
from tests.core.workbook_files import HEAD, by_openpyxl, sentences, taken


def amounts(*texts, **notations):
    found = taken(by_openpyxl([HEAD, *[[1, "x", text] for text in texts]]), **notations)
    return found, [line.values["amount"] for line in found.lines]


def test_doubtful_numbers_are_asked_about_once_with_both_readings():
    found, values = amounts("3.515", "3,515", 7, "2.000")

    (question,) = found.questions
    assert question.samples == (("C2", "3.515"), ("C3", "3,515"), ("C5", "2.000"))
    assert question.count == 3
    assert question.vietnamese == "ba nghìn năm trăm mười lăm"
    assert question.english == "ba phẩy năm một năm"
    assert question.suggested is None
    assert values == [Decimal(3515), Decimal("3.515"), Decimal(7), Decimal(2000)]


def test_one_answer_holds_for_the_column():
    found, values = amounts("3.515", "3,515", 7, "1,035.5", amount="en")

    assert values == [Decimal("3.515"), Decimal(3515), Decimal(7), Decimal("1035.5")]
    assert found.faults == []


def test_number_against_the_answer_is_wrong():
    found, _values = amounts("3.515", "96,15", amount="en")

    (fault,) = sentences(found.faults)
    assert fault == (
        "C3: “96,15” không theo cách viết đã chọn cho cột này: dấu phẩy tách hàng "
        "nghìn, dấu chấm tách phần lẻ."
    )


@pytest.mark.parametrize(
    ("beside", "suggested"),
    [
        (("96,15",), "vi"),
        (("1.035,5",), "vi"),
        (("3.5",), "en"),
        (("1,035.5",), "en"),
        (("96,15", "3.5"), None),
        (("12",), None),
    ],
)
def test_other_numbers_of_the_column_suggest_the_answer(beside, suggested):
    found, _values = amounts("3.515", *beside)

    assert found.questions[0].suggested == suggested


@pytest.mark.parametrize(
    "text", ["0,515", "0.515", "3.515.000", "1.035,25", "12", 3.515]
)
def test_other_numbers_have_one_reading(text):
    found, _values = amounts(text)

    assert found.questions == []


def test_doubtful_comma_is_read_the_other_way_round():
    found, _values = amounts("12,040")

    assert found.questions[0].vietnamese == "mười hai phẩy không bốn không"
    assert found.questions[0].english == "mười hai nghìn không trăm bốn mươi"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (30, "ba mươi"),
        (105, "một trăm linh năm"),
        (111, "một trăm mười một"),
        (400, "bốn trăm"),
    ],
)
def test_numbers_are_read_out(number, words):
    assert spell(number) == words


def test_groups_are_read_out():
    assert spell_thousands("3", "005") == "ba nghìn không trăm linh năm"
    assert spell_thousands("20", "000") == "hai mươi nghìn"
    assert spell_decimal("3", "050") == "ba phẩy không năm không"
