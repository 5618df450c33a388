"""The forms of papers: which is in force, and what each makes of the same words."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from core.documents import html
from core.documents.blocks import (
    Basis,
    Heading,
    ListBlock,
    Paragraph,
    Signature,
    minutes_signatures,
)
from core.documents.numbering import numbered, roman
from core.documents.paperforms import FORMS, css_rule, form_for
from tests.documents import reading, samples

LAST_OF_2018, FIRST_OF_2026 = date(2026, 5, 26), date(2026, 5, 27)


def test_party_form_changes_on_27_may_2026():
    assert form_for("party", LAST_OF_2018).since == date(2018, 4, 3)
    assert form_for("party", FIRST_OF_2026).since == FIRST_OF_2026
    assert form_for("state", FIRST_OF_2026).form == "state"


def test_day_before_the_first_form_takes_that_form():
    assert form_for("party", date(2010, 1, 1)).since == date(2018, 4, 3)


def test_every_form_names_its_source_and_fields_that_exist():
    for spec in FORMS:
        assert spec.citation
        assert all(hasattr(spec, field) for field in spec.unsure)


def test_draft_takes_the_form_of_the_day_it_was_drafted():
    draft = replace(samples.draft_paper(), drafted_on=FIRST_OF_2026)
    assert draft.spec.end_mark == "."
    assert samples.draft_paper().spec.end_mark == "./."


@pytest.mark.parametrize("spec", FORMS, ids=lambda spec: spec.css_class)
def test_style_sheet_has_the_sizes_of_the_form(spec):
    sheet = Path(finders.find("css/print.css")).read_text(encoding="utf-8")
    assert css_rule(spec) in sheet.splitlines()


def test_party_letterhead(party_html):
    words = reading.html_words(party_html)
    assert words.startswith(
        reading.squeezed(
            "TỈNH ỦY BẮC KẠN VĂN PHÒNG * ĐẢNG CỘNG SẢN VIỆT NAM Số 12-BC/VPTU "
            "Bắc Kạn, ngày 07 tháng 01 năm 2025 BÁO CÁO"
        )
    )
    assert "-----" in words
    assert words.endswith("K/TCHÁNHVĂNPHÒNGPHÓCHÁNHVĂNPHÒNGNguyễnVănA")


def test_state_letterhead():
    source = html.render(samples.state_paper())
    words = reading.html_words(source)
    assert words.startswith(
        reading.squeezed(
            "ỦY BAN NHÂN DÂN TỈNH BẮC KẠN SỞ NỘI VỤ "
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc "
            "Số: 12/BC-SNV Bắc Kạn, ngày 07 tháng 01 năm 2025 BÁO CÁO"
        )
    )
    assert "ĐẢNGCỘNGSẢN" not in words
    assert "-----" not in words
    assert words.endswith("KT.GIÁMĐỐCPHÓGIÁMĐỐCNguyễnVănA")
    assert 'class="p-text is-basis"' in source


def test_headings_are_numbered_in_the_manner_of_the_form():
    party = [
        b.number for b in numbered(samples.party_paper()) if isinstance(b, Heading)
    ]
    state = [
        b.number for b in numbered(samples.state_paper()) if isinstance(b, Heading)
    ]
    assert party == ["I-", "II-", "1.", "2.", "a)", "b)", "III-", "IV-"]
    assert state == ["I.", "II.", "1.", "2.", "a)", "b)", "III.", "IV."]


def test_lower_headings_begin_again_under_each_higher_one():
    levels = (1, 2, 3, 3, 2, 3, 1, 2)
    blocks = tuple(Heading(level, "x") for level in levels)
    paper = replace(samples.party_paper(), blocks=blocks)
    found = [block.number for block in numbered(paper)]
    assert found == ["I-", "1.", "a)", "b)", "2.", "a)", "II-", "1."]


def test_fifth_point_has_the_vietnamese_letter():
    blocks = tuple(Heading(3, "x") for _ in range(5))
    paper = replace(samples.party_paper(), blocks=blocks)
    assert [block.number for block in numbered(paper)][-1] == "đ)"


@pytest.mark.parametrize(
    ("number", "digits"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (29, "XXIX")]
)
def test_roman_digits(number, digits):
    assert roman(number) == digits


@pytest.mark.parametrize("typed", ["Hết", "Hết.", "Hết./.", "Hết;"])
def test_end_mark_is_set_once_however_the_text_ended(typed):
    for block in (Paragraph(typed), ListBlock(("Đầu;", typed))):
        paper = replace(samples.party_paper(), blocks=(block,), recipients=())
        words = reading.html_words(html.render(paper))
        assert words.count("Hết./.") == 1
        assert "/../." not in words


def test_basis_is_upright_in_the_party_form():
    paper = replace(samples.party_paper(), blocks=(Basis("Căn cứ Luật;"),))
    assert "is-basis" not in html.render(paper)


def test_day_and_first_months_have_two_digits():
    paper = replace(samples.party_paper(), issued_on=date(2025, 2, 5))
    assert paper.date_line == "Bắc Kạn, ngày 05 tháng 02 năm 2025"
    paper = replace(samples.party_paper(), issued_on=date(2025, 3, 15))
    assert paper.date_line == "Bắc Kạn, ngày 15 tháng 3 năm 2025"


def test_number_below_ten_is_padded():
    assert replace(samples.party_paper(), number=5).number_line == "Số 05-BC/VPTU"


def test_authority_is_marked_by_the_form():
    signature = Signature("Bí thư", authority=(("TM", "BAN THƯỜNG VỤ"),))
    party, state = samples.party_paper(), samples.state_paper()
    assert party.authority_lines(signature) == ["T/M BAN THƯỜNG VỤ"]
    assert state.authority_lines(signature) == ["TM. BAN THƯỜNG VỤ"]


def test_minutes_are_signed_by_writer_left_and_chair_right():
    for paper, left, right in (
        (samples.party_paper(), "NGƯỜI GHI BIÊN BẢN", "CHỦ TRÌ"),
        (samples.state_paper(), "THƯ KÝ", "CHỦ TỌA"),
    ):
        pair = minutes_signatures(paper.spec, "Lê Thị B", "Trần Văn C")
        minutes = replace(paper, blocks=(pair,), signature=None, recipients=())
        words = reading.html_words(html.render(minutes))
        expected = f"{left} Lê Thị B {right} Trần Văn C"
        assert words.endswith(reading.squeezed(expected))
