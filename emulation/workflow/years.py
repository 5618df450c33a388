"""A year and its steps."""

from core.workflow import Machine, Transition
from emulation.enums import PhaseState, YearState
from emulation.models import EmulationYear, Phase
from emulation.workflow.guards import (
    all_scores_final,
    amendments_decided,
    nothing_left_open,
    year_is_ready,
    year_underway,
)
from emulation.workflow.reopening_guards import exceptions_are_settled

YEAR = Machine(
    EmulationYear,
    YearState,
    Transition(
        "open",
        frozenset({YearState.PREPARING}),
        YearState.OPEN,
        "emulation.keep_year",
        label="Mở năm thi đua",
        done="Mở năm thi đua",
        consequence=(
            "Danh sách đơn vị và bảng tiêu chí được chốt; mỗi đơn vị có giao ước, "
            "báo cáo kết quả và phiếu điểm để nhập."
        ),
        guards=(year_is_ready,),
        stamp="opened",
        snapshot=True,
    ),
    Transition(
        "publish_ranking",
        frozenset({YearState.OPEN}),
        YearState.RANKED,
        "emulation.keep_year",
        label="Công bố xếp hạng",
        done="Công bố xếp hạng",
        consequence="Bảng xếp hạng được chốt và mọi đơn vị trong khối xem được.",
        guards=(all_scores_final, exceptions_are_settled, amendments_decided),
        stamp="ranked",
    ),
    Transition(
        "close",
        frozenset({YearState.RANKED}),
        YearState.CLOSED,
        "emulation.keep_year",
        label="Khép năm thi đua",
        done="Khép năm thi đua",
        consequence="Sau khi khép, không ai sửa được số liệu của năm.",
        guards=(nothing_left_open,),
        stamp="closed",
        danger=True,
    ),
    name="year",
)


PHASE = Machine(
    Phase,
    PhaseState,
    Transition(
        "open",
        frozenset({PhaseState.WAITING, PhaseState.CLOSED}),
        PhaseState.OPEN,
        "emulation.keep_year",
        label="Mở bước này",
        done="Mở bước",
        consequence="Các đơn vị gửi được nội dung của bước này đến hết ngày hạn.",
        guards=(year_underway,),
    ),
    Transition(
        "close",
        frozenset({PhaseState.OPEN}),
        PhaseState.CLOSED,
        "emulation.keep_year",
        label="Đóng bước này",
        done="Đóng bước",
        consequence="Sau khi đóng, các đơn vị không gửi được nội dung của bước này.",
    ),
    name="phase",
)
