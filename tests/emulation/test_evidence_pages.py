"""The pages of evidence: a row's, and the rows that lead there; hostile uploads."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core import clock
from emulation.models import Evidence, Scorecard
from tests.builders import world
from tests.core import filesamples as made
from tests.emulation.proving import another, at, line_of, prove, rows_of, served
from tests.steps import draw_check

pytestmark = pytest.mark.django_db

WARNING = "Không tải lên tài liệu chứa bí mật nhà nước."
SCRIPT = {"HTTP_X_GRID": "1"}


@pytest.fixture
def built():
    return world()


@pytest.fixture
def row(built):
    return rows_of(built)[0]


@pytest.fixture
def line(built):
    return line_of(built.card())


@pytest.fixture
def sign_in(built, client):
    """Return a function that signs the test's browser in."""

    def one(role="clerk", unit="plain"):
        client.force_login(built.user(role, unit))
        return client

    return one


def sent(content, name):
    return SimpleUploadedFile(name, content)


def upload(client, row, *files, **extra):
    return client.post(at(row), {"files": [sent(*one) for one in files]}, **extra)


# ----- one row


def test_the_clerk_sends_several_files_without_script(sign_in, row):
    client = sign_in()
    page = client.get(at(row))
    assert WARNING in page.text
    assert "Dòng này chưa có tệp minh chứng." in page.text

    answer = client.post(
        at(row),
        {
            "files": [
                sent(made.PDF, "Báo cáo.pdf"),
                sent(made.png(), "Ảnh lễ.png"),
                sent(b"<html>", "trang.pdf"),
            ]
        },
    )
    assert answer.status_code == 422
    assert "“trang.pdf”: Bên trong là trang web (HTML)." in answer.text
    assert "Đã thêm 2 tệp minh chứng." in answer.text
    assert [str(one) for one in Evidence.objects.all()] == ["Báo cáo.pdf", "Ảnh lễ.png"]


def test_what_is_known_already_is_linked_and_said(built, sign_in, row, line):
    prove(built, row)
    answer = upload(sign_in(), line, (made.PDF, "lần nữa.pdf"))

    assert answer.status_code == 302
    page = sign_in().get(at(line))
    assert "“báo cáo.pdf” đã có trong kho minh chứng của đơn vị" in page.text
    assert line.proofs.count() == 1


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"<html><script>", "báo cáo.pdf", "Bên trong là trang web (HTML)."),
        (b"<svg onload='alert(1)'/>", "ảnh.svg", "Bên trong là ảnh SVG."),
        (made.bomb(), "a.docx", "Tệp nhỏ nhưng nội dung nén bên trong quá lớn"),
        (made.png(10_000, 10_000), "a.png", "Ảnh 10.000 × 10.000 điểm ảnh quá lớn"),
        (made.PDF, "a.pdf.exe", "Tên tệp có đuôi .exe nhưng bên trong là PDF."),
        (b"", "a.pdf", "Tệp rỗng"),
    ],
)
def test_a_hostile_file_does_no_harm_and_is_told_why(sign_in, row, content, name, said):
    answer = upload(sign_in(), row, (content, name), **SCRIPT)

    assert answer.status_code == 422
    (sentence,) = answer.json()["refused"]
    assert sentence.startswith(f"“{name}”: {said}")
    assert not Evidence.objects.exists()


def test_a_path_in_the_name_is_only_a_name(sign_in, row):
    upload(sign_in(), row, (made.PDF, "../../etc/x.pdf"))
    assert str(Evidence.objects.get()) == "x.pdf"


def test_a_file_over_the_cap_is_named(sign_in, row):
    big = b"%PDF-" + bytes(21 << 20)
    answer = upload(sign_in(), row, (big, "to.pdf"), (made.PDF, "nhỏ.pdf"), **SCRIPT)

    (sentence,) = answer.json()["refused"]
    assert sentence.startswith("“to.pdf”: Tệp quá lớn: mỗi tệp chỉ được đến 20 MB.")
    assert str(Evidence.objects.get()) == "nhỏ.pdf"


def test_too_many_files_at_once_are_refused_in_words(sign_in, row):
    files = [(another(str(number)), f"{number}.pdf") for number in range(21)]
    answer = upload(sign_in(), row, *files)

    assert answer.status_code == 400
    assert "Mỗi lần chỉ gửi được đến 20 tệp, mỗi tệp đến 20 MB" in answer.text
    assert not Evidence.objects.exists()


def test_nothing_sent_is_said(sign_in, row):
    answer = sign_in().post(at(row), {})
    assert answer.status_code == 422
    assert "Chưa chọn tệp nào." in answer.text


def test_the_script_is_answered_with_the_panel_and_the_count(sign_in, row):
    answer = upload(sign_in(), row, (made.PDF, "a.pdf"), **SCRIPT).json()
    assert answer["count"] == 1
    assert "a.pdf" in answer["panel"]
    assert "csrfmiddlewaretoken" in answer["panel"]


def test_files_of_the_unit_are_attached_by_choosing(built, sign_in, row, line):
    evidence = prove(built, row)
    client = sign_in()
    assert "Gắn tệp đã có của đơn vị (1)" in client.get(at(line)).text

    answer = client.post(at(line), {"attach": [evidence.pk, "x"]})
    assert answer.status_code == 302
    assert line.proofs.get().evidence == evidence
    assert client.post(at(line), {"attach": ["0"]}).status_code == 422


def test_a_file_is_detached_and_the_rows_page_comes_back(built, sign_in, row):
    prove(built, row)
    use = row.proofs.get()
    answer = sign_in().post(reverse("evidence-detach", args=[use.pk]))

    assert answer.headers["Location"] == at(row)
    assert not row.proofs.exists()


def test_a_row_that_is_closed_shows_why_and_takes_nothing(built, sign_in, row):
    prove(built, row)
    now = built.year.opened_at
    type(row.report).objects.update(state="submitted", submitted_at=now)
    client = sign_in()
    page = client.get(at(row)).text
    said = "Kết quả chờ thủ trưởng duyệt, không thay đổi minh chứng được."

    assert said in page
    assert 'type="file"' not in page
    assert upload(client, row, (another("x"), "x.pdf"), **SCRIPT).json() == {
        "refused": [f"“x.pdf”: {said}"]
    }
    client.post(reverse("evidence-detach", args=[row.proofs.get().pk]))
    assert row.proofs.count() == 1


@pytest.mark.parametrize("files", [1, 3])
def test_a_rows_page_asks_a_constant_number_of_times(
    built, sign_in, row, files, django_assert_num_queries
):
    for number in range(files):
        prove(built, row, another(str(number)), f"{number}.pdf")
    client = sign_in()
    with django_assert_num_queries(11):
        assert client.get(at(row)).status_code == 200


def test_others_are_refused_or_see_nothing(built, sign_in, row, line):
    assert sign_in("clerk", "other").get(at(row)).status_code == 404
    assert sign_in("clerk", "other").get(at(line)).status_code == 404
    secretary = sign_in("secretary", "head")
    assert secretary.get(at(row)).status_code == 200
    assert upload(secretary, row, (made.PDF, "a.pdf")).status_code == 403
    assert not Evidence.objects.exists()


def test_a_checker_reads_the_line_and_adds_nothing(built, sign_in, line):
    evidence = prove(built, line)
    draw_check(built)
    checker = sign_in("clerk", "other")
    assert checker.get(at(line)).status_code == 404  # the unit still writes

    sender = built.user("clerk", "plain")
    Scorecard.objects.filter(pk=line.scorecard_id).update(
        state="self_scored", self_scored_at=clock.now(), self_scored_by=sender
    )
    page = checker.get(at(line)).text
    assert str(evidence) in page
    assert 'type="file"' not in page
    assert served(checker, evidence)[1] == made.PDF
    assert upload(checker, line, (another("x"), "x.pdf")).status_code == 403


# ----- the pages whose rows are proved


def test_rows_of_results_say_how_many_files_they_have(built, sign_in, row):
    prove(built, row)
    prove(built, row, another("x"), "x.pdf")
    page = sign_in().get(row.report.get_absolute_url()).text
    assert "2 tệp" in page
    assert page.count("Thêm tệp") == 1


def test_rows_of_the_scorecard_say_what_is_missing(built, sign_in, line):
    type(line.criterion).objects.filter(pk=line.criterion_id).update(
        needs_evidence=True
    )
    page = sign_in().get(line.scorecard.get_absolute_url()).text
    assert page.count("Thiếu minh chứng") == 1
    prove(built, line)
    page = sign_in().get(line.scorecard.get_absolute_url()).text
    assert "Thiếu minh chứng" not in page
    assert "1 tệp" in page
