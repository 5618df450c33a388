"""Parts of addresses that stand for a choice: a period, a list of aims."""

from django.urls import register_converter

from emulation.enums import Aim, Period
from emulation.views.aims import SLUGS


class PeriodConverter:
    """A period in an address: ``6-thang`` or ``ca-nam``."""

    slugs = {"6-thang": Period.HALF_YEAR, "ca-nam": Period.YEAR}
    regex = "|".join(slugs)

    def to_python(self, value: str) -> Period:
        return self.slugs[value]

    def to_url(self, value: str) -> str:
        """Take the period or what stands for it in the address."""
        known = {period.value: slug for slug, period in self.slugs.items()}
        return known.get(str(value), str(value))


class AimConverter:
    """One of the lists of what a pledge aims at: ``tap-the``, ``ca-nhan``."""

    slugs = {slug: aim for aim, slug in SLUGS.items()}
    regex = "|".join(slugs)

    def to_python(self, value: str) -> Aim:
        return self.slugs[value]

    def to_url(self, value: str) -> str:
        """Take the list or what stands for it in the address."""
        return SLUGS.get(value, str(value))


register_converter(PeriodConverter, "period")
register_converter(AimConverter, "aim")
