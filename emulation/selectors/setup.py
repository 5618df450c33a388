"""The parts of a year's set-up: how each stands, and what copying would bring."""

from dataclasses import dataclass, field
from typing import Any

from emulation.enums import PledgeState, SetupPart
from emulation.models import EmulationYear, Movement
from emulation.selectors.readiness import Setup
from emulation.selectors.scopes import years_visible_to

WHY = {
    SetupPart.PLAN: (
        "Chủ đề in trên giao ước, báo cáo; số kế hoạch là căn cứ mà mọi văn bản của năm "
        "dẫn tới."
    ),
    SetupPart.MOVEMENTS: (
        "Mỗi phong trào thành một mục để đơn vị ghi kết quả hưởng ứng và khối đánh giá "
        "cuối năm."
    ),
    SetupPart.PHASES: (
        "Hạn quyết định đơn vị gửi được đến ngày nào và ai bị tính là chậm."
    ),
    SetupPart.COMMON: (
        "Chỉ tiêu, nội dung chung có sẵn trong mọi giao ước, nên cuối năm so được với "
        "nhau; đơn vị đăng ký không đạt mức chung thì phải ghi lý do."
    ),
    SetupPart.TITLES: (
        "Đơn vị chỉ đăng ký được những gì có trong danh sách này; số lượng cho biết hội "
        "nghị được suy tôn bao nhiêu."
    ),
    SetupPart.SHEET: (
        "Đơn vị tự chấm và khối chấm theo bảng này; mở năm là chốt, không sửa được nữa."
    ),
    SetupPart.ROUTE: (
        "Quyết định giao ước có phải qua thủ trưởng đơn vị duyệt rồi mới tới Thường trực "
        "khối hay không."
    ),
}


ANCHORS = {
    SetupPart.PLAN: "chu-de",
    SetupPart.MOVEMENTS: "phong-trao",
    SetupPart.PHASES: "cac-buoc",
    SetupPart.COMMON: "chi-tieu-chung",
    SetupPart.TITLES: "danh-hieu",
    SetupPart.SHEET: "bang-tieu-chi",
    SetupPart.ROUTE: "duong-di",
}


@dataclass(frozen=True)
class Step:
    """One part of the set-up as the page shows it.

    ``state`` is ``done``, ``missing`` (keeps the year from opening) or ``advised``.
    """

    part: SetupPart
    number: int
    state: str
    amount: str
    missing: list[str] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)

    @property
    def why(self) -> str:
        return WHY[self.part]

    @property
    def word(self) -> str:
        """Return the state in words."""
        words = {"done": "Đủ", "missing": "Còn thiếu", "advised": "Nên bổ sung"}
        return words[self.state]


def steps_of(setup: Setup, *, is_advised: bool = True) -> list[Step]:
    """Return the seven parts in order, each with what it lacks and, for who can do
    something about it, what is advised.
    """
    missing = setup.missing()
    advice = setup.advice() if is_advised else {}
    steps = []
    for number, part in enumerate(SetupPart, 1):
        lacks, advised = missing.get(part, []), advice.get(part, [])
        state = "missing" if lacks else "advised" if advised else "done"
        amount = AMOUNTS[part](setup)
        steps.append(Step(part, number, state, amount, lacks, advised))
    return steps


def obstacles(steps: list[Step], setup: Setup) -> list[dict[str, str] | str]:
    """Return what keeps the year from opening: each sentence with the part where it is
    put right.
    """
    return [
        *(
            {"text": sentence, "url": f"#{ANCHORS[step.part]}"}
            for step in steps
            for sentence in step.missing
        ),
        *setup.outside(),
    ]


def amount_in(year: EmulationYear, part: SetupPart) -> str:
    """Say how much a part of the year's set-up holds; empty for nothing."""
    return AMOUNTS[part](Setup(year))


def _plan(setup: Setup) -> str:
    return setup.year.theme


def _movements(setup: Setup) -> str:
    return f"{len(setup.movements)} phong trào" if setup.movements else ""


def _phases(setup: Setup) -> str:
    dated = sum(one.due_on is not None for one in setup.phases)
    return f"{dated}/{len(setup.phases)} bước có hạn" if dated else ""


def _common(setup: Setup) -> str:
    parts = []
    if setup.commons:
        parts.append(f"{len(setup.commons)} chỉ tiêu")
    if setup.contents:
        parts.append(f"{len(setup.contents)} nội dung")
    return ", ".join(parts)


def _titles(setup: Setup) -> str:
    return f"{len(setup.quotas)} danh hiệu, hình thức" if setup.quotas else ""


def _sheet(setup: Setup) -> str:
    return str(setup.sheet) if setup.sheet else ""


def _route(setup: Setup) -> str:
    return route_text(leader_approves=setup.year.leader_approves)


def route_text(*, leader_approves: bool) -> str:
    """Say which way a pledge goes from the unit to the bloc."""
    if leader_approves:
        return "Chuyên viên gửi, thủ trưởng đơn vị duyệt, Thường trực khối tiếp nhận"
    return "Chuyên viên gửi thẳng, Thường trực khối tiếp nhận"


AMOUNTS = {
    SetupPart.PLAN: _plan,
    SetupPart.MOVEMENTS: _movements,
    SetupPart.PHASES: _phases,
    SetupPart.COMMON: _common,
    SetupPart.TITLES: _titles,
    SetupPart.SHEET: _sheet,
    SetupPart.ROUTE: _route,
}

BRINGS = {
    SetupPart.MOVEMENTS: "{} còn tiếp tục",
    SetupPart.PHASES: "{}, ngày dời sang năm mới",
    SetupPart.SHEET: "bản nháp của {}",
}


def is_carried_on(movement: Movement, year: EmulationYear) -> bool:
    """Tell whether an earlier year's movement still runs in this year."""
    return movement.to_year is None or movement.to_year >= year.year


def copy_offers(
    source: EmulationYear, year: EmulationYear
) -> list[tuple[SetupPart, str, bool]]:
    """Return the parts that an earlier year has to offer, in words, and whether each is
    proposed: nothing that stands is replaced unasked.
    """
    given, own = Setup(source), Setup(year)
    given.movements = [one for one in given.movements if is_carried_on(one, year)]
    offers = []
    for part in SetupPart:
        brings, holds = AMOUNTS[part](given), AMOUNTS[part](own)
        if part == SetupPart.PLAN or not brings or brings == holds == _route(own):
            continue
        words = f"{part.label}: {BRINGS.get(part, '{}').format(brings)}"
        if holds:
            words += f" (thay cho: {holds})"
        is_first_route = part == SetupPart.ROUTE and not year.copied_from_id
        offers.append((part, words, not holds or is_first_route))
    return offers


def earlier_years(year: EmulationYear, user: Any) -> list[EmulationYear]:
    """Return the bloc's years before this one that the user sees, newest first."""
    rows = years_visible_to(user).filter(bloc=year.bloc_id, year__lt=year.year)
    return list(rows.order_by("-year"))


def units_sent(year: EmulationYear) -> list[str]:
    """Return who has sent the pledge of the year, in protocol order."""
    editable = (PledgeState.DRAFT, PledgeState.RETURNED)
    units = year.participations.filter(pledge__isnull=False)
    sent = units.exclude(pledge__state__in=editable)
    return list(sent.values_list("name", flat=True))
