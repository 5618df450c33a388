"""The pledge on paper: two real ones, signed by all their units and read back."""

from datetime import date

import pytest

from core import clock
from core.documents import docx, pdf
from core.documents.errors import PaperError
from emulation.documents.bloc_pledge import bloc_pledge_paper
from emulation.documents.pledge import pledge_paper
from emulation.models import (
    EmulationYear,
    Initiative,
    Pledge,
    PledgeVersion,
    Target,
    Title,
    TitleRegistration,
)
from emulation.reports.pledge_signatures import (
    grouped,
    signed_sentence,
    signings_of,
)
from emulation.reports.pledge_text import digest_of, text_of
from emulation.services.pledges import add_target
from emulation.services.roster import release_unit
from tests.builders import add_person, world
from tests.documents.reading import docx_words, pdf_words, plumbed_pages, squeezed
from tests.realpledges import NAMES, real_bloc
from tests.steps import accept_pledge, fill_pledge, sign_pledge

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 12)
SIGNS = {"eq": "=", "ge": "≥", "le": "≤"}


def issued(year):
    return bloc_pledge_paper(year, drafted_on=DAY, number=3, issued_on=DAY)


@pytest.mark.parametrize("name", NAMES)
def test_a_real_pledge_is_signed_by_all_and_printed_whole(engine, name):
    built = real_bloc(name)
    for code, _pledge in built.pledges():
        built.sign(code)

    content = pdf.render(issued(built.year))

    words = pdf_words(content)
    for target in built.facts["targets"]:
        figure = f"{SIGNS[target['comparator']]} {target['value']}"
        measure = "%" if target["kind"] == "percentage" else target["unit_of_measure"]
        part = "Trong đó: " if "." in target["number"] else ""
        cells = [target["number"], f"{part}{target['content']}", measure, figure]
        if "base" in target:
            cells.append(f"Tính trên {target['base']}")
        assert squeezed(" ".join(cells)) in words
    versions = list(PledgeVersion.objects.select_related("pledge__participation"))
    assert len(versions) == len(built.facts["units"])
    plumbed = squeezed("".join(plumbed_pages(content)))
    for version in versions:
        unit = version.pledge.participation
        assert squeezed(f"{unit.protocol_number}. {unit.name}: cả") in words
        assert squeezed(f"{unit.name}".upper()) in words
        assert squeezed(version.signer_name) in words
        assert squeezed(version.office.upper()) in words
        assert version.sha256 in words
        assert version.sha256[:32] in plumbed
        assert version.sha256[32:] in plumbed
    assert squeezed(f"{len(versions)}/{len(versions)} đơn vị đã ký.") in words
    assert "DỰTHẢO" not in words


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("thai-nguyen-2024", ["ĐẢNG CỘNG SẢN VIỆT NAM", "Số 03-GƯ/BTGTU"]),
        ("bac-ninh-2018", ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 03/GƯ-VPUBND"]),
    ],
)
def test_the_form_is_that_of_the_head(engine, name, said):
    words = pdf_words(pdf.render(issued(real_bloc(name).year)))
    for sentence in said:
        assert squeezed(sentence) in words


@pytest.fixture
def built():
    return world()


def test_a_draft_shows_what_is_not_signed_and_an_issued_paper_does_not(engine, built):
    sign_pledge(built, "plain")
    other = Target(pledge=built.pledge("other"), content="Chỉ tiêu chưa ký", value=1)
    add_target(other, actor=built.user("clerk", "other"))

    draft = pdf_words(pdf.render(bloc_pledge_paper(built.year, drafted_on=DAY)))
    final = pdf_words(pdf.render(issued(built.year)))

    assert "DỰTHẢO" in draft
    assert squeezed("Chỉ tiêu chưa ký") in draft
    assert squeezed("Chỉ tiêu chưa ký") not in final
    for words in (draft, final):
        assert squeezed("4. Văn phòng Tỉnh ủy (chưa ký giao ước)") in words
        waiting = "1/4 đơn vị đã ký; chưa ký: Ban Bảo vệ, chăm sóc sức khỏe cán bộ tỉnh"
        assert squeezed(waiting) in words
        assert words.count("(chưaký)") == 3


def test_word_and_pdf_say_the_same(engine, built):
    sign_pledge(built, "plain")
    paper = bloc_pledge_paper(built.year, drafted_on=DAY)
    words = docx_words(docx.render(paper))
    for sentence in ("GIAO ƯỚC THI ĐUA", "BAN NỘI CHÍNH TỈNH ỦY", "leader plain"):
        assert squeezed(sentence) in words


def test_who_left_unsigned_is_not_waited_for(built):
    leaving = built.participation("other")
    today = clock.today()
    release_unit(leaving, left_on=today, reason="Giải thể", actor=built.secretary)
    signing = signings_of(built.year)[-1]
    assert signing.remark.startswith("thôi tham gia từ ngày")
    assert not signing.is_awaited
    assert "Văn phòng" not in signed_sentence(signings_of(built.year))


def test_nobody_at_the_head_means_no_paper(built):
    built.bloc.offices.all().delete()
    with pytest.raises(PaperError, match="chưa có Trưởng khối"):
        bloc_pledge_paper(built.year, drafted_on=DAY)


def test_the_unit_prints_a_draft_then_what_it_signed(engine, built):
    pledge = built.pledge()
    draft = pledge_paper(pledge, drafted_on=DAY)
    assert draft.draft_mark == "DỰ THẢO"
    assert squeezed("Không có.") in pdf_words(pdf.render(draft))

    signed = sign_pledge(built)
    version = signed.versions.get()
    words = pdf_words(pdf.render(pledge_paper(signed, drafted_on=DAY)))

    assert "DỰTHẢO" not in words
    for sentence in (
        "BẢN ĐĂNG KÝ VÀ GIAO ƯỚC THI ĐUA",
        "Giải quyết vụ việc",
        "≥ 12",
        "Xác nhận trên hệ thống lúc",
        "bởi leader plain",
        grouped(version.sha256),
        "không thay chữ ký số",
    ):
        assert squeezed(sentence) in words


def test_the_copy_to_be_signed_by_hand_names_its_text_and_is_no_draft(engine, built):
    pledge = accept_pledge(built, fill_pledge(built))
    words = pdf_words(pdf.render(pledge_paper(pledge, drafted_on=DAY)))
    assert "DỰTHẢO" not in words
    assert "chưaký" not in words
    named = f"nguyên văn trình ký: {grouped(digest_of(text_of(pledge)))}."
    assert squeezed(named) in words


def test_a_deputy_stands_under_the_head(engine, built):
    pledge = sign_pledge(built)
    boss = built.user("leader", "plain").person
    boss.position = "Trưởng ban"
    boss.save()
    PledgeVersion.objects.update(
        capacity="for_head", office="Phó Trưởng ban", signer_name="Lê Văn Phó"
    )
    words = pdf_words(pdf.render(pledge_paper(pledge, drafted_on=DAY)))
    assert squeezed("K/T TRƯỞNG BAN PHÓ TRƯỞNG BAN") in words
    assert squeezed("Lê Văn Phó, Phó Trưởng ban, ký thay thủ trưởng (KT.)") in words


def test_contents_titles_and_initiatives_are_on_the_units_paper(engine, built):
    pledge = built.pledge()
    Pledge.objects.update(contents="Chuyển đổi số")
    EmulationYear.objects.update(
        common_contents="Xây dựng nông thôn mới",
        plan_number="12-KH/XY",
        plan_date=date(2024, 1, 15),
    )
    flag = Title.objects.create(code="co", name="Cờ thi đua", subject="collective")
    star = Title.objects.create(code="cstd", name="Chiến sĩ", subject="individual")
    person = add_person("Nguyễn Thị Hoa")
    TitleRegistration.objects.create(pledge=pledge, title=flag, note="lần đầu")
    TitleRegistration.objects.create(
        pledge=pledge, title=star, person=person, track_record="LĐTT 2023"
    )
    Initiative.objects.create(pledge=pledge, name="Sổ tay", scope="nation")

    words = pdf_words(
        pdf.render(pledge_paper(Pledge.objects.get(pk=pledge.pk), drafted_on=DAY))
    )

    for sentence in (
        "Thực hiện Kế hoạch số 12-KH/XY ngày 15/01/2024 và chủ đề thi đua",
        "Nội dung chung của Khối: - Xây dựng nông thôn mới.",
        "Nội dung, biện pháp của đơn vị: - Chuyển đổi số.",
        "1 Cờ thi đua lần đầu",
        "1 Nguyễn Thị Hoa Chiến sĩ LĐTT 2023",
        "1 Sổ tay Ban Nội chính Tỉnh ủy Toàn quốc",
    ):
        assert squeezed(sentence) in words


# ----- the tables


@pytest.mark.parametrize("units", [("plain",), ("plain", "other", "deputy")])
def test_the_bloc_paper_costs_the_same_for_one_signed_and_three(
    built, units, django_assert_num_queries
):
    for unit in units:
        sign_pledge(built, unit)
    year = EmulationYear.objects.select_related("bloc").get(pk=built.year.pk)
    with django_assert_num_queries(18):
        bloc_pledge_paper(year, drafted_on=clock.today())
