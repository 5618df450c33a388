"""What is earned: meetings, polls, elections."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """Registers rules, verbs and providers."""

    name = "awards"
    verbose_name = "Hội nghị, khen thưởng"

    def ready(self) -> None:
        from awards import rules, selectors, services  # noqa: F401, PLC0415 -- register
        from awards.management.demo import people  # noqa: PLC0415 -- a provider
        from core import points  # noqa: PLC0415 -- with what they register

        points.CLOSING_OBSTACLES.register(selectors.closing_obstacles)
        points.DESK_TASKS.register(selectors.desk_tasks)
        points.DEMO_ACCOUNTS.register(people.accounts_for_login_page)
