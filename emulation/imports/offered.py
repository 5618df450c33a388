"""The titles and people that a pledge's workbook may name."""

from core.text import fold
from emulation import selectors
from emulation.models import Pledge, Title
from emulation.selectors.quotas import titles_open_to_register
from units.models import Person
from units.selectors import told_apart


class Offered:
    """Names by their folded form, with the rows that bear them."""

    def __init__(self, pledge: Pledge) -> None:
        """Read them once: those open now, and those that stand in the pledge."""
        self.registrations = list(
            pledge.registrations.select_related("title", "person")
        )
        self.initiatives = list(pledge.initiatives.select_related("person"))
        named = [one.title for one in self.registrations if one.title]
        titles = [*titles_open_to_register(pledge.year), *named]
        self.titles = {fold(one.name): one for one in reversed(titles)}
        self.title_names = list(dict.fromkeys(one.name for one in titles))
        people = list(selectors.people_named(pledge))
        self.labels = told_apart(people)
        self.people = {fold(self.labels[one.pk]): one for one in people}
        self._names = [fold(one.full_name) for one in people]

    @property
    def people_names(self) -> list[str]:
        """Each person's name, told apart where two look alike."""
        return [self.labels[one.pk] for one in self.people.values()]

    def label(self, person: Person | None) -> str:
        return self.labels[person.pk] if person else ""

    def title(self, name: str | None) -> Title | None:
        return self.titles[fold(name)] if name else None

    def person(self, name: str | None) -> Person | None:
        """Return the one person of this name; raises ``ValueError`` with a sentence."""
        if not name:
            return None
        if found := self.people.get(fold(name)):
            return found
        alike = self._names.count(fold(name))
        if alike:
            raise ValueError(
                f"Đơn vị có {alike} người tên “{name}”: chọn đúng người trong danh sách."
            )
        raise ValueError(f"“{name}” không có trong danh sách cán bộ của đơn vị.")
