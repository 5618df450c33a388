"""What the pages of units and people show."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from core import clock, notices, text
from units.enums import Role
from units.models import Appointment, Bloc, Membership, Person, Succession, Unit, User
from units.selectors.rights import people_visible_to, units_visible_to
from units.selectors.search import holding

ROLES_FIRST = {Role.LEADER.label: -2, Role.SECRETARY.label: -1}


def units_listed(user: Any, words: str = "", kind: str = "") -> QuerySet[Unit]:
    """Return units for the list page, with names, parent and blocs of today."""
    units = holding(units_visible_to(user), words)
    if kind:
        units = units.filter(kind=kind)
    memberships = Membership.objects.on().select_related("bloc").order_by("pk")
    return units.select_related("parent").prefetch_related(
        "names",
        "successions",
        Prefetch("memberships", queryset=memberships, to_attr="memberships_today"),
    )


def people_listed(user: Any, words: str = "", unit: int | None = None) -> QuerySet:
    """Return people for the list page, by given name, with the roles of today."""
    people = holding(people_visible_to(user), words)
    if unit:
        people = people.filter(appointments__unit=unit).distinct()
    held = Appointment.objects.on().select_related("unit").order_by("pk")
    return people.select_related("user").prefetch_related(
        Prefetch("appointments", queryset=held, to_attr="appointments_today")
    )


def units_with_names() -> QuerySet[Unit]:
    """Units joined with all their names."""
    return Unit.objects.select_related("parent").prefetch_related("names")


def people_of_unit(unit: Unit) -> QuerySet[Appointment]:
    """Return the offices held today in a unit, leaders first; not its staff."""
    return (
        Appointment.objects.on()
        .filter(unit=unit)
        .exclude(role=Role.STAFF)
        .select_related("person", "person__user")
        .order_by("role", "is_deputy", "person__name_key", "pk")
    )


def leader_of(unit: Unit, day: date | None = None) -> Person | None:
    """Return the head of the unit on the day, not a deputy."""
    held = Appointment.objects.on(day).filter(
        unit=unit, role=Role.LEADER, is_deputy=False
    )
    found = held.select_related("person").order_by("pk").first()
    return found.person if found else None


def offices_in(unit: Unit) -> list[tuple[str, list[Appointment]]]:
    """Return today's people of a unit by role, leaders before clerks."""
    by_role: dict[str, list[Appointment]] = {}
    for one in people_of_unit(unit):
        by_role.setdefault(one.get_role_display(), []).append(one)
    return sorted(by_role.items(), key=lambda item: ROLES_FIRST.get(item[0], 0))


def successions_around(unit: Unit) -> tuple[list[Succession], list[Succession]]:
    """Return what the unit came from, and what came after it."""
    before = unit.predecessions.select_related("predecessor")
    after = unit.successions.select_related("successor")
    return list(before), list(after)


def memberships_of(unit: Unit) -> list[Membership]:
    """Return a unit's memberships, the open ones first."""
    rows = unit.memberships.select_related("bloc")
    return sorted(rows, key=lambda one: (one.valid_to is not None, one.valid_from))


def appointments_ever(person: Person) -> list[Appointment]:
    """Return a person's appointments, those of today first, then latest first."""
    rows = person.appointments.select_related("unit").order_by("-valid_from", "-pk")
    return sorted(rows, key=lambda one: not one.holds_on())


def account_of(person: Person) -> User | None:
    """Return the person's account, if there is one."""
    return User.objects.filter(person=person).first()


def readable_people(user: Any, unit: Unit) -> set[int]:
    """Return the people of a unit whose own page the user may open."""
    seen = people_visible_to(user).filter(appointments__unit=unit)
    return set(seen.values_list("pk", flat=True))


def wording_of(unit: Unit) -> dict[str, str]:
    """Return the wording of the latest name, from which a new name starts."""
    latest = unit.names.order_by("-valid_from", "-pk").first()
    kept = ("symbol", "paper_form", "superior", "letterhead", "place")
    return {name: getattr(latest, name) for name in kept} if latest else {}


def facts_of_unit(unit: Unit) -> list[tuple[str, str]]:
    """Return what the page of a unit says of it today."""
    name = unit.name_on(clock.today())
    facts = [
        ("Loại", unit.get_kind_display()),
        ("Trực thuộc", str(unit.parent) if unit.parent else ""),
        ("Mã", unit.code),
    ]
    if name:
        facts += [
            ("Ký hiệu văn bản", name.symbol),
            ("Thể thức văn bản", name.get_paper_form_display()),
            ("Địa danh", name.place),
        ]
    return [*facts, ("Ghi chú về nguồn", unit.note)] if unit.note else facts


def facts_of_person(person: Person, *, whole: bool) -> list[tuple[str, str]]:
    """Return what the page of a person says; keepers of the register see the whole."""
    facts = [("Chức vụ", person.position)]
    if whole:
        born = person.birth_date
        facts += [
            ("Ngày sinh", text.format_date(born) if born else ""),
            ("Mã cán bộ", person.staff_code or ""),
        ]
    return [*facts, ("Ghi chú về nguồn", person.note)] if person.note else facts


def facts_of_account(user: User) -> list[tuple[str, str]]:
    """Return what the page of one's own account says."""
    return [
        ("Họ và tên", user.person.full_name),
        ("Chức vụ", user.person.position),
        ("Tên đăng nhập", user.login),
        ("Thư điện tử", user.email),
    ]


def words_on_mail() -> str:
    """Say what is sent to an account's address, if this server sends anything."""
    if not notices.are_sent():
        return "Máy chủ này chưa được cài đặt gửi thư; địa chỉ được giữ để dùng sau."
    return (
        "Nhận thư khi giao ước, kết quả hoặc phiếu điểm bị trả lại kèm lý do và khi có "
        "giao ước chờ duyệt. Để trống thì không nhận thư."
    )


def free_login(person: Person) -> str:
    """Return a login name that nobody has: given name, then the other initials."""
    words = text.fold(person.full_name).split() or ["nguoi"]
    stem = "".join([words[-1], *(word[0] for word in words[:-1])])
    stem = "".join(ch for ch in stem if ch.isascii() and ch.isalnum()) or "nguoi"
    taken = set(
        User.objects.filter(login__startswith=stem).values_list("login", flat=True)
    )
    numbered = (f"{stem}{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (stem, *numbered) if one not in taken)


def members_of_bloc_on(bloc: Bloc, year: int) -> QuerySet[Unit]:
    """Return the units that belong to a bloc on any day of a year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    held = Membership.objects.filter(bloc=bloc, valid_from__lte=last)
    held = held.exclude(valid_to__lt=first)
    return Unit.objects.filter(pk__in=held.values("unit"))
