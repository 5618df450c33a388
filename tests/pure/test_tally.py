"""Counting by examples: quorum, sums of slips, thresholds, ties."""

import pytest

from awards.tally import (
    Count,
    Fraction,
    NotAShareError,
    decide,
    disagreements,
    faults,
    out_of_score_order,
    parse_share,
    quorum,
)

OVER_HALF = Fraction(1, 2, over=True)
TWO_THIRDS = Fraction(2, 3)
NINETY = Fraction(90, 100)


@pytest.mark.parametrize(
    ("threshold", "part", "base", "met"),
    [
        (NINETY, 8, 9, False),  # 88,9% is not 90%
        (NINETY, 9, 10, True),
        (TWO_THIRDS, 13, 20, False),
        (TWO_THIRDS, 14, 20, True),
        (OVER_HALF, 10, 20, False),
        (OVER_HALF, 11, 20, True),
        (Fraction(1, 2), 10, 20, True),
    ],
)
def test_a_threshold_is_exact(threshold, part, base, met):
    assert threshold.is_met(part, base) is met


@pytest.mark.parametrize(
    ("threshold", "base", "needed"),
    [
        (NINETY, 9, 9),
        (NINETY, 10, 9),
        (TWO_THIRDS, 20, 14),
        (OVER_HALF, 20, 11),
        (OVER_HALF, 21, 11),
        (OVER_HALF, 0, 1),
        (TWO_THIRDS, 0, 0),
    ],
)
def test_needed_says_how_many_that_is(threshold, base, needed):
    assert threshold.needed(base) == needed


@pytest.mark.parametrize(
    ("threshold", "text"),
    [
        (OVER_HALF, "quá nửa"),
        (Fraction(1, 2), "ít nhất một nửa"),
        (TWO_THIRDS, "ít nhất 2/3"),
        (NINETY, "ít nhất 90%"),
        (Fraction(2, 3, over=True), "quá 2/3"),
    ],
)
def test_a_threshold_in_words(threshold, text):
    assert threshold.text == text


@pytest.mark.parametrize(
    ("typed", "share"),
    [("1/2", (1, 2)), (" 2 / 3 ", (2, 3)), ("90%", (90, 100)), ("100 %", (100, 100))],
)
def test_a_share_is_read_as_typed(typed, share):
    assert parse_share(typed) == share


@pytest.mark.parametrize("typed", ["", "nửa", "0,5", "-1/2", "1/2/3", "90"])
def test_what_is_no_share_is_refused_with_an_example(typed):
    with pytest.raises(NotAShareError) as refused:
        parse_share(typed)
    assert str(refused.value) == (
        f"“{typed}” viết chưa đúng: ghi phân số hoặc phần trăm, ví dụ 2/3 hoặc 90%."
    )


@pytest.mark.parametrize("typed", ["3/2", "0/2", "101%", "0%", "1/0"])
def test_a_share_lies_between_nothing_and_all(typed):
    with pytest.raises(NotAShareError) as refused:
        parse_share(typed)
    assert str(refused.value) == f"“{typed}” phải lớn hơn 0 và không quá 1 (100%)."


def test_quorum_shows_its_working():
    found = quorum(20, 18, TWO_THIRDS)
    assert (found.is_met, found.needed) == (True, 14)
    assert found.sentence == (
        "Có mặt 18/20 đại biểu được triệu tập; cần ít nhất 2/3, tức là 14 đại biểu: "
        "đủ điều kiện tiến hành."
    )


def test_one_short_of_the_quorum():
    found = quorum(20, 13, TWO_THIRDS)
    assert not found.is_met
    assert found.sentence.endswith("14 đại biểu: chưa đủ điều kiện tiến hành.")


def test_nobody_summoned_is_no_quorum():
    found = quorum(0, 0, TWO_THIRDS)
    assert not found.is_met
    assert found.sentence == (
        "Chưa triệu tập đại biểu nào: chưa đủ điều kiện tiến hành."
    )


def count(*votes, issued=18, returned=18, valid=17, invalid=1):
    return Count(issued, returned, valid, invalid, votes)


def test_a_count_that_adds_up_has_no_faults():
    assert faults(count(10, 7), present=18, max_ticks=1) == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            count(10, issued=19, returned=18),
            "Phát ra 19 phiếu nhưng chỉ có 18 đại biểu được bỏ phiếu có mặt.",
        ),
        (
            count(10, issued=17, returned=18),
            "Thu về 18 phiếu, nhiều hơn 17 phiếu phát ra.",
        ),
        (
            count(10, valid=15, invalid=1),
            "Hợp lệ 15 + không hợp lệ 1 = 16, khác số thu về 18.",
        ),
        (count(18), "Ứng cử thứ 1 được 18 phiếu, nhiều hơn 17 phiếu hợp lệ."),
        (
            count(10, 8),
            "Tổng 18 lượt chọn, nhiều hơn 17 phiếu hợp lệ × 1 lượt mỗi phiếu = 17.",
        ),
        (count(10, invalid=-1), "Số phiếu không hợp lệ không thể âm (-1)."),
        (count(-2), "Số phiếu Ứng cử thứ 1 không thể âm (-2)."),
    ],
)
def test_a_sum_that_does_not_agree_is_named(wrong, sentence):
    assert sentence in faults(wrong, present=18, max_ticks=1)


def test_two_ticks_a_slip_allow_twice_the_votes():
    assert faults(count(17, 17), present=18, max_ticks=2) == []
    assert len(faults(count(17, 17, 1), present=18, max_ticks=2)) == 1


def test_faults_call_candidates_by_their_names():
    found = faults(count(18), present=18, max_ticks=2, names=["Văn phòng Tỉnh ủy"])
    assert found == ["Văn phòng Tỉnh ủy được 18 phiếu, nhiều hơn 17 phiếu hợp lệ."]


def test_slips_that_did_not_come_back():
    assert count(1, issued=18, returned=15).not_returned == 3


def test_two_equal_counts_do_not_disagree():
    assert disagreements(count(10, 7), count(10, 7)) == []


def test_every_difference_is_named_with_both_values():
    other = count(9, 8, valid=16, invalid=2)
    assert disagreements(count(10, 7), other, names=["Báo", "Trường"]) == [
        "Số phiếu hợp lệ: 17 và 16.",
        "Số phiếu không hợp lệ: 1 và 2.",
        "Báo: 10 và 9 phiếu.",
        "Trường: 7 và 8 phiếu.",
    ]


def outcomes(votes, seats=1, base=20, threshold=OVER_HALF):
    found = decide(
        votes,
        seats=seats,
        base=base,
        base_text="số đại biểu được triệu tập",
        threshold=threshold,
    )
    elected = [one.place for one in found if one.is_elected]
    return elected, [one.place for one in found if one.is_tied]


@pytest.mark.parametrize(
    ("votes", "seats", "elected", "tied"),
    [
        ([16, 2], 1, [0], []),
        ([10, 8], 1, [], []),  # half is not over half
        ([12, 11, 3], 2, [0, 1], []),
        ([15, 14, 13], 2, [0, 1], []),  # the third passes, no seat is left
        ([15, 14, 14], 2, [0], [1, 2]),  # a tie for the last seat
        ([14, 14, 14], 2, [], [0, 1, 2]),
        ([14, 14, 15], 3, [0, 1, 2], []),
        ([10, 10], 1, [], []),  # a tie below the threshold is none
        ([12], 0, [], []),
        ([], 1, [], []),
    ],
)
def test_who_is_elected(votes, seats, elected, tied):
    assert outcomes(votes, seats) == (elected, tied)


def test_nobody_is_elected_without_a_vote():
    assert outcomes([0], base=0, threshold=Fraction(1, 2)) == ([], [])


def test_eight_of_nine_fails_ninety_percent():
    assert outcomes([8], base=9, threshold=NINETY) == ([], [])
    assert outcomes([9], base=9, threshold=NINETY) == ([0], [])


def test_each_outcome_shows_its_working():
    found = decide(
        [16, 13, 13, 12, 2],
        seats=2,
        base=20,
        base_text="số đại biểu được triệu tập",
        threshold=OVER_HALF,
    )
    working = "cần quá nửa số đại biểu được triệu tập (20), tức là 11"
    assert [one.sentence for one in found] == [
        f"Được 16 phiếu; {working}: đạt, được chọn.",
        f"Được 13 phiếu; {working}: bằng phiếu ở suất cuối, phải bỏ phiếu lại.",
        f"Được 13 phiếu; {working}: bằng phiếu ở suất cuối, phải bỏ phiếu lại.",
        f"Được 12 phiếu; {working}: đạt nhưng hết suất.",
        f"Được 2 phiếu; {working}: không đạt.",
    ]
    assert [one.rank for one in found] == [1, 2, 2, 4, 5]


@pytest.mark.parametrize(
    ("ranks", "differs"),
    [
        ([(1, True), (2, False)], False),
        ([(1, False), (2, True)], True),
        ([(1, True), (3, True), (2, False)], True),
        ([(None, True), (2, False)], False),
        ([(1, True), (None, False)], False),
        ([(1, False)], False),
        ([], False),
    ],
)
def test_leaving_the_order_of_scores_is_noticed(ranks, differs):
    assert out_of_score_order(ranks) is differs
