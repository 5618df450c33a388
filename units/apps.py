"""Units, people, blocs and who holds which office."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """Registers rules and providers."""

    name = "units"
    verbose_name = "Đơn vị, con người"

    def ready(self) -> None:
        from core import points  # noqa: PLC0415 -- apps ready
        from units import rules, selectors  # noqa: F401, PLC0415 -- registers on import

        points.NAVIGATION.register(selectors.navigation)
        points.SEARCH.register(selectors.hits)
        points.SEARCH.register(selectors.paper_hits)
