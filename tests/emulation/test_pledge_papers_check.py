"""A signed pledge can be checked later: whatever was touched is found."""

import hashlib
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock, files, jobs
from core.documents.blocks import Note, Paragraph
from core.workflow import run
from emulation.documents.pledge import pledge_paper
from emulation.enums import Capacity, PhaseKind
from emulation.models import Pledge, PledgeVersion, Target
from emulation.reports.pledge_check import checks_of
from emulation.reports.pledge_signatures import grouped
from emulation.reports.pledge_text import digest_of
from emulation.services.paper_signing import PaperSignature
from emulation.tasks import publish_bloc_pledge
from tests.builders import World
from tests.emulation import amending
from tests.emulation.verifying import (
    damage,
    faults,
    other,
    replace_in_journal,
    verify,
)
from tests.steps import accept_pledge, case_secretary, fill_pledge, sign_pledge
from units.models import IssuedPaper

pytestmark = pytest.mark.django_db


@pytest.fixture
def built(shared_world) -> World:
    return shared_world


@pytest.fixture
def pledge(built) -> Pledge:
    return sign_pledge(built)


@pytest.fixture
def paper(built, pledge) -> IssuedPaper:
    run(built.year.phases.get(kind=PhaseKind.SIGN), "close", actor=built.secretary)
    asked = {"year_id": built.year.pk}
    job = jobs.ask("Phát hành", publish_bloc_pledge, actor=built.secretary, **asked)
    publish_bloc_pledge.call(job.pk, **asked)
    return IssuedPaper.objects.get()


def test_an_untouched_pledge_is_whole(built, pledge, paper):
    said, is_content = verify(bloc=built.bloc.code, year=built.year.year)
    assert is_content
    version = pledge.versions.get()
    lines = said.splitlines()
    assert lines[0] == (
        "Ban Nội chính Tỉnh ủy, bản số 1: nguyên vẹn, "
        f"SHA-256 {hashlib.sha256(version.text.encode()).hexdigest()}."
    )
    year = built.year.year
    assert lines[1] == f"Nhật ký năm {year} (khoi-thu/{year}): nguyên vẹn."
    assert lines[2].startswith(
        f"Giao ước của Khối số {paper.code}: nguyên vẹn, SHA-256"
    )
    assert lines[3] == "3 mục, nguyên vẹn."


def test_one_letter_of_the_text(pledge):
    version = pledge.versions.get()
    changed = version.text.replace("≥ 12", "≥ 11")
    PledgeVersion.objects.update(text=changed)
    assert faults(pledge) == [
        "nguyên văn đang lưu không khớp mã SHA-256 đã ký",
        "chỉ tiêu, nội dung đang hiển thị khác nguyên văn đã ký",
    ]
    said, is_content = verify(pledge.pk)
    assert not is_content
    assert "bản số 1: KHÔNG KHỚP, nguyên văn đang lưu" in said
    assert said.endswith("1/2 mục không khớp.")


def test_text_and_hash_changed_together(pledge):
    version = pledge.versions.get()
    changed = version.text.replace("Ban Nội chính", "Ban Nội Chính")
    PledgeVersion.objects.update(text=changed, sha256=digest_of(changed))
    assert faults(pledge) == ["mã SHA-256 đang lưu khác mã mà nhật ký ghi lúc ký"]


def test_one_letter_of_the_journal(pledge):
    sha256 = pledge.versions.get().sha256
    replace_in_journal(sha256, other(sha256[0]) + sha256[1:])
    found = faults(pledge)
    assert found[0] == "mã SHA-256 đang lưu khác mã mà nhật ký ghi lúc ký"
    assert "nội dung đã bị sửa" in found[1]


def test_text_hash_and_journal_changed_together(pledge):
    version = pledge.versions.get()
    changed = version.text.replace("Ban Nội chính", "Ban Nội Chính")
    sha256 = digest_of(changed)
    PledgeVersion.objects.update(text=changed, sha256=sha256)
    replace_in_journal(version.sha256, sha256)
    assert [one.split(": ")[-1] for one in faults(pledge)] == ["nội dung đã bị sửa"]


def test_another_signer(pledge):
    PledgeVersion.objects.update(signer_name="Người khác")
    assert faults(pledge) == ["người ký đang lưu khác người mà nhật ký ghi"]


def test_a_version_that_is_gone(pledge):
    PledgeVersion.objects.all().delete()
    assert faults(pledge) == ["nhật ký ghi 1 lần ký, chỉ còn lưu 0 bản"]


def test_a_signature_taken_back_behind_the_back(built, pledge):
    PledgeVersion.objects.all().delete()
    Pledge.objects.filter(pk=pledge.pk).update(state="accepted", signed_at=None)
    said, is_content = verify()
    assert not is_content
    assert "nhật ký ghi 1 lần ký" in said


def test_a_version_without_an_entry(pledge):
    version = pledge.versions.get()
    version.pk, version.number = None, 2
    version.save()
    assert faults(pledge) == ["nhật ký không có mục ký của bản này"]


def test_a_target_changed_after_the_signature(pledge):
    Target.objects.filter(content="Giải quyết vụ việc").update(value=1)
    assert faults(pledge) == ["chỉ tiêu, nội dung đang hiển thị khác nguyên văn đã ký"]


def test_texts_of_an_older_form_are_judged_by_their_hash_alone(pledge):
    version = pledge.versions.get()
    old = "GIAO ƯỚC THI ĐUA NĂM 2024\nChỉ tiêu:\n- Một: ≥ 1\n"
    PledgeVersion.objects.update(text=old, sha256=digest_of(old))
    replace_in_journal(version.sha256, digest_of(old))
    assert checks_of(pledge)[0].faults == []


def test_one_byte_of_the_scan(built, pledge):
    scan = files.store(b"%PDF-1.7 scan", "ban-quet.pdf", actor=built.secretary)
    PledgeVersion.objects.update(scan=scan)
    assert faults(pledge) == []
    damage(scan)
    assert faults(pledge) == ["bản quét bị mất hoặc đã bị sửa"]


def test_one_byte_of_the_issued_paper(pledge, paper):
    damage(paper.file)
    assert faults(pledge) == ["tệp đã phát hành bị mất hoặc đã bị sửa"]
    said, is_content = verify()
    assert not is_content
    assert f"Giao ước của Khối số {paper.code}: KHÔNG KHỚP" in said


def test_another_file_in_the_place_of_the_issued_one(built, pledge, paper):
    false = files.store(b"%PDF-1.7 false", "01.pdf", actor=built.secretary)
    IssuedPaper.objects.update(file=false)
    assert faults(pledge) == ["tệp không phải tệp mà nhật ký ghi lúc phát hành"]


def test_a_hash_on_the_issued_paper_that_is_not_the_stored_one(pledge, paper):
    version = pledge.versions.get()
    PledgeVersion.objects.update(sha256=other(version.sha256[0]) + version.sha256[1:])
    assert (
        f"sha256 giao ước {pledge.pk}, bản số 1 trên văn bản khác mã đang lưu"
        in faults(pledge)
    )


# ----- amended, and signed on paper


@pytest.fixture
def amended(built, pledge) -> Pledge:
    amendment = amending.start(built, pledge)
    target = pledge.targets.get(content="Giải quyết vụ việc")
    amending.change(built, amendment, target, value=10)
    amending.adopt(built, amending.signed(built, amendment))
    return Pledge.objects.get(pk=pledge.pk)


def test_an_amended_pledge_is_whole_in_both_versions(amended):
    checks = checks_of(amended)
    assert [one.title.split(", ")[-1] for one in checks] == ["bản số 2", "bản số 1"]
    assert [one.faults for one in checks] == [[], []]


def test_one_letter_of_an_amended_version(amended):
    version = amended.versions.get(number=2)
    changed = version.text.replace("Ban Nội chính", "Ban Nội Chính")
    amended.versions.filter(number=2).update(text=changed, sha256=digest_of(changed))
    assert faults(amended) == ["mã SHA-256 đang lưu khác mã mà nhật ký ghi lúc ký"]


def test_an_amended_version_that_is_gone(amended):
    amended.versions.filter(number=2).delete()
    assert faults(amended) == [
        "chỉ tiêu, nội dung đang hiển thị khác nguyên văn đã ký",
        "điều chỉnh lần 1 đã chấp thuận mà không còn lưu bản nào",
    ]


def test_the_unit_prints_the_amended_pledge_with_the_decision(amended):
    paper = pledge_paper(amended, drafted_on=date(2026, 3, 2))
    words = [one.words for one in paper.blocks if isinstance(one, Paragraph)]
    assert words[-1].startswith("Bản số 2, sau điều chỉnh lần 1 theo văn bản số 15/QĐ")


@pytest.fixture
def on_paper(built) -> Pledge:
    accepted = accept_pledge(built, fill_pledge(built, "other"), "other")
    signature = PaperSignature(
        signer_name="Hà Thị Ngọc",
        office="Chánh Văn phòng",
        capacity=Capacity.HEAD,
        signed_on=clock.today(),
    )
    scan = SimpleUploadedFile("ban-ky.pdf", b"%PDF-1.7 scan", "application/pdf")
    return run(
        accepted,
        "record_signature",
        actor=case_secretary(built, "other"),
        signature=signature,
        scan=scan,
    )


def test_a_pledge_signed_on_paper_is_whole_with_its_scan(on_paper):
    assert faults(on_paper) == []
    damage(on_paper.versions.get().scan)
    assert faults(on_paper) == ["bản quét bị mất hoặc đã bị sửa"]


def test_another_scan_or_signer_than_was_recorded(built, on_paper):
    false = files.store(b"%PDF-1.7 false", "khac.pdf", actor=built.secretary)
    PledgeVersion.objects.update(scan=false, signer_name="Người khác")
    assert faults(on_paper) == [
        "người ký đang lưu khác người mà nhật ký ghi",
        "bản quét không phải bản mà nhật ký ghi",
    ]


def test_paper_and_bloc_name_a_signature_on_paper(built, on_paper):
    paper = pledge_paper(on_paper, drafted_on=date(2026, 3, 2))
    assert paper.signature.remark.startswith("đã ký trên giấy ngày")
    assert paper.signature.name == "Hà Thị Ngọc"
    note = next(one.text for one in paper.blocks if isinstance(one, Note))
    version = on_paper.versions.select_related("scan").get()
    assert f"Mã SHA-256 của bản quét: {grouped(version.scan.sha256)}." in note
    assert "không thay chữ ký số" not in note


# ----- what the command is asked for
