"""Titles, staff and limits for tests of what a pledge aims at."""

from core.grid import HEADER
from emulation.enums import Aim, Subject
from emulation.models import Initiative, Pledge, Quota, Title, TitleRegistration
from emulation.services.registrations import add_aims, register_title
from tests.builders import World
from units import services
from units.models import Person

SCRIPT = {f"HTTP_{HEADER.upper().replace('-', '_')}": "1"}
FLAG, ADVANCED = "CO-TINH", "LDTT"


def title(code: str = FLAG, subject: str = Subject.COLLECTIVE) -> Title:
    found = Title.objects.filter(code=code).first()
    return found or Title.objects.create(
        code=code, name=f"Danh hiệu {code}", subject=subject
    )


def personal(code: str = ADVANCED) -> Title:
    return title(code, Subject.INDIVIDUAL)


def limit(built: World, of: Title, *, strict: bool = True, **most: int) -> Quota:
    """Set ``in_bloc`` or ``per_unit``; from now on only such titles are open."""
    return Quota.objects.create(
        year=built.year,
        title=of,
        is_strict=strict,
        **{f"most_{name}": count for name, count in most.items()},
    )


def staff(built: World, name: str, unit: str = "plain", **more: object) -> Person:
    (one,) = services.enrol(
        built.units[unit], [Person(full_name=name, **more)], actor=None
    )
    return one.person


def register(
    built: World, of: Title, person: Person | None = None, unit: str = "plain"
) -> TitleRegistration:
    row = TitleRegistration(pledge=built.pledge(unit), title=of, person=person)
    return register_title(row, actor=built.user("clerk", unit))


def blank(built: World, aim: str = Aim.COLLECTIVE, unit: str = "plain"):
    """Append a blank row and return it."""
    pledge = built.pledge(unit)
    (pk,) = add_aims(pledge, aim, 1, actor=built.user("clerk", unit))
    model = Initiative if aim == Aim.INITIATIVE else TitleRegistration
    return model.objects.get(pk=pk)


def address(pledge: Pledge, aim: str) -> str:
    slugs = {"collective": "tap-the", "individual": "ca-nhan"}
    return f"/giao-uoc/{pledge.pk}/danh-hieu/{slugs.get(aim, 'sang-kien')}/"


def typed(row, **changed: object) -> dict[str, str]:
    """Return what a list sends of a row."""
    fields = {"version": row.version, "person": row.person_id or "", "note": row.note}
    if isinstance(row, TitleRegistration):
        fields |= {"title": row.title_id or "", "track_record": row.track_record}
    else:
        fields |= {"name": row.name, "scope": row.scope}
    return {
        f"row-{row.pk}-{name}": str(one) for name, one in (fields | changed).items()
    }


def save(browser, row, *, script: bool = True, do: str = "", **changed: object):
    aim = row.subject if isinstance(row, TitleRegistration) else Aim.INITIATIVE
    data = typed(row, **changed) | ({"do": do} if do else {})
    return browser.post(address(row.pledge, aim), data, **(SCRIPT if script else {}))


def refusals(answer) -> dict[str, list[str]]:
    """Return the sentences of a refused save by field."""
    assert answer.status_code == 422
    return answer.json()["errors"][0]["fields"]
