"""The year of a bloc: pledges, results, scores."""

from django.apps import AppConfig


class EmulationConfig(AppConfig):
    """Registers rules, verbs and providers."""

    name = "emulation"
    verbose_name = "Năm thi đua"

    def ready(self) -> None:
        from core import points  # noqa: PLC0415 -- with what they register
        from emulation import rules, services  # noqa: F401, PLC0415 -- register
        from emulation.reports import scoring_page  # noqa: PLC0415 -- a provider
        from emulation.selectors import (  # noqa: PLC0415 -- providers
            amendment_tasks,
            check_tasks,
            desk,
            matrix,
            navigation,
            search,
            secretariat,
            trackrecord,
            yearpage,
        )

        points.NAVIGATION.register(navigation.navigation)
        points.YEAR_MENU.register(navigation.year_menu)
        points.DESK_TASKS.register(desk.unit_tasks)
        points.DESK_TASKS.register(amendment_tasks.amendment_tasks)
        points.DESK_TASKS.register(check_tasks.check_tasks)
        points.DESK_TASKS.register(secretariat.secretariat_tasks)
        points.YEAR_COLUMNS.register(matrix.step_columns)
        points.BLOC_YEARS.register(yearpage.years_of_bloc)
        points.TRACK_RECORD.register(trackrecord.track_record)
        points.SEARCH.register(search.hits)
        points.DOC_PAGES.register(scoring_page.doc_pages)
