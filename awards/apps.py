"""What is earned: meetings, polls, elections."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """Registers rules, verbs and providers."""

    name = "awards"
    verbose_name = "Hội nghị, khen thưởng"

    def ready(self) -> None:
        from awards import rules, services  # noqa: F401, PLC0415 -- register
