"""Vietnamese order of names, by keys that every database compares alike."""

import unicodedata
from itertools import pairwise

import pytest

from core.text import fold, name_key, nfc, sort_key


def test_the_given_name_comes_first():
    names = ["Trần Văn Ân", "Lê An", "Đỗ Ánh", "Lê Văn An", "Hoàng Bích Ngọc", "Lò Đào"]
    assert sorted(names, key=name_key) == [
        "Lê An",
        "Lê Văn An",
        "Đỗ Ánh",
        "Trần Văn Ân",
        "Lò Đào",
        "Hoàng Bích Ngọc",
    ]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        *pairwise(["a", "à", "ả", "ã", "á", "ạ", "ă", "ằ", "â", "ấ", "b"]),
        *pairwise(["d", "đ", "e", "ê", "g", "o", "ô", "ơ", "p", "u", "ư", "v", "y"]),
        *pairwise(["ba", "bà", "ban", "bàn", "bằng", "bé"]),
        ("Ban Nội chính", "Ban Nội chính Tỉnh ủy"),
        ("Ban Dân vận", "Ban Nội chính"),
        ("Văn phòng 2", "Văn phòng B"),
        ("z", "ø"),
    ],
)
def test_letters_and_tones_follow_the_alphabet(earlier, later):
    assert sort_key(earlier) < sort_key(later)


def test_keys_are_digits_alone():
    assert sort_key("Ủy ban – Mặt trận (MTTQ) 12/3 Ø").isdigit()
    assert name_key("") == ""
    assert sort_key("BAN") == sort_key("ban")
    decomposed = unicodedata.normalize("NFD", "Tỉnh ủy")
    assert sort_key(decomposed) == sort_key("Tỉnh ủy")
    assert nfc(decomposed) == "Tỉnh ủy"


def test_the_longest_name_fits_its_column():
    assert len(name_key("x" * 120)) <= 500
    assert len(name_key("x " * 60)) <= 500
    assert len(sort_key("x " * 100)) <= 800
    assert len(sort_key("x" * 200)) <= 800


def test_folding_leaves_no_marks():
    assert fold("  Đảng ỦY   Khối ") == "dang uy khoi"
