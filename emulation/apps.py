"""The year of a bloc: pledges, results, scores."""

from django.apps import AppConfig


class EmulationConfig(AppConfig):
    """Registers rules, verbs and providers."""

    name = "emulation"
    verbose_name = "Năm thi đua"

    def ready(self) -> None:
        from emulation import rules, services  # noqa: F401, PLC0415 -- register
