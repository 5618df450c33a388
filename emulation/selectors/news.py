"""The latest acts of a year, as a person may read them."""

from typing import Any

from django.db.models import Q

from core import clock
from core.models import JournalEntry
from core.templatetags.house import WEEKDAYS, vi_date
from emulation.models import Amendment, EmulationYear, Pledge
from emulation.selectors.scopes import oversees
from units.selectors import readable_unit_ids

NEWS = 8
_READ = 60


def news_of(year: EmulationYear, user: Any) -> list[dict[str, Any]]:
    """Return the year's latest acts for ``components/timeline.html``.

    Who does not oversee the year reads the acts of the own units, of the bloc as a
    whole, and signatures, which are public. Equal acts that follow each other (one
    save of eight dates) are one line.
    """
    entries = JournalEntry.objects.filter(chain__key=year.journal_chain)
    if not oversees(user, year):
        entries = entries.filter(
            Q(unit=None) | Q(unit__in=readable_unit_ids(user)) | _signatures()
        )
    lines: list[dict[str, Any]] = []
    roster = getattr(user, "rosters", {}).get(year.pk)
    if roster is None:
        names = dict(year.participations.values_list("unit", "name"))
    else:
        names = {one.unit_id: one.name for one in roster}
    for entry in entries.order_by("-at", "-pk")[:_READ]:
        if lines and lines[-1]["key"] == _key(entry):
            lines[-1]["count"] += 1
            continue
        lines.append(_line(entry, names))
        if len(lines) > NEWS:
            break
    return [_told(one) for one in lines[:NEWS]]


def since(news: list[dict[str, Any]]) -> str:
    """Name the day from which the news are: a weekday within the last week."""
    if not news:
        return ""
    day = news[-1]["when"].astimezone(clock.zone()).date()
    days = (clock.today() - day).days
    if days == 0:
        return "hôm nay"
    if days < len(WEEKDAYS):
        name = WEEKDAYS[day.weekday()]
        return name[0].lower() + name[1:]
    return vi_date(day)


def _signatures() -> Q:
    return Q(object_type=Pledge._meta.label, verb__in=("sign", "record_signature")) | Q(
        object_type=Amendment._meta.label, verb="adopt"
    )


def _key(entry: JournalEntry) -> tuple[Any, ...]:
    return (entry.sentence, entry.actor_id, entry.unit, entry.at.date())


def _line(entry: JournalEntry, names: dict[int, str]) -> dict[str, Any]:
    who = names.get(entry.unit, "")
    what = entry.sentence[0].lower() + entry.sentence[1:] if who else entry.sentence
    about = ""
    if not who and entry.object_type != EmulationYear._meta.label:
        about = entry.object_label.split(",")[0]
    return {
        "key": _key(entry),
        "count": 1,
        "who": who,
        "what": what,
        "about": about,
        "when": entry.at,
        "reason": entry.reason,
        "is_key": entry.from_state != entry.to_state,
        "note": entry.actor_name,
    }


def _told(line: dict[str, Any]) -> dict[str, Any]:
    if line["count"] > 1:
        line["what"] += f" ({line['count']} mục)"
    elif line["about"]:
        line["what"] += f": {line['about']}"
    return line
