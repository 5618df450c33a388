"""Load the demo world: one bloc, the year 2024 and, when it is closed, 2025."""

from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from awards.management.demo import conference, people, scoring, work, year
from core import clock
from core.workflow import run
from emulation.enums import Period
from emulation.models import EmulationYear
from units.models import User

# What each step leaves behind, and the day on which it happens in the demo.
STEPS = (
    "units",
    "launch",
    "register",
    "sign",
    "mid_year",
    "results",
    "scoring",
    "conference",
    "awards",
)


class Command(BaseCommand):
    """Builds the demo through the services; every entry is in the journal."""

    help = "Nạp dữ liệu minh họa (khối các cơ quan Đảng tỉnh Bắc Kạn, năm 2024)."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--until",
            choices=STEPS,
            default="awards",
            help="Dừng sau bước này, để tự làm tiếp các bước còn lại.",
        )
        parser.add_argument(
            "--once",
            action="store_true",
            help="Không làm gì nếu đã có tài khoản nào đó.",
        )

    def handle(self, *, until: str, once: bool, **_options: Any) -> None:
        if User.objects.exists():
            if once:
                return
            raise CommandError("Cơ sở dữ liệu đã có dữ liệu; chỉ nạp vào nơi trống.")
        with transaction.atomic():
            call_command("load_catalogue", verbosity=0, stdout=self.stdout)
            self._walk(STEPS.index(until))
        self.stdout.write("Đã nạp dữ liệu minh họa.")

    def _walk(self, last: int) -> None:
        with clock.at(clock.moment(2024, 1, 10)):
            bloc = people.build()
            the_year = year.prepare(bloc)
        walk = self._acts(the_year)
        for step in STEPS[1 : last + 1]:
            when, act = walk[step]
            with clock.at(clock.moment(*when)):
                act()
        self._hand_over(the_year, STEPS[last])

    def _acts(
        self, the_year: EmulationYear
    ) -> dict[str, tuple[tuple[int, int, int], Callable[[], None]]]:
        return {
            "launch": ((2024, 1, 15), lambda: self._launch(the_year)),
            "register": ((2024, 3, 12), lambda: self._register(the_year)),
            "sign": ((2024, 3, 26), lambda: self._sign(the_year)),
            "mid_year": ((2024, 7, 3), lambda: self._mid_year(the_year)),
            "results": ((2024, 12, 3), lambda: self._results(the_year)),
            "scoring": ((2024, 12, 20), lambda: self._score(the_year)),
            "conference": ((2025, 1, 7), lambda: self._meet(the_year)),
            "awards": ((2025, 2, 10), lambda: self._close(the_year)),
        }

    def _launch(self, the_year: EmulationYear) -> None:
        run(the_year, "open", actor=year.head_secretary(the_year))
        year.open_phase(the_year, "launch")

    def _register(self, the_year: EmulationYear) -> None:
        year.open_phase(the_year, "register")
        work.write_pledges(the_year)

    def _sign(self, the_year: EmulationYear) -> None:
        year.open_phase(the_year, "sign")
        work.sign_pledges(the_year)

    def _mid_year(self, the_year: EmulationYear) -> None:
        year.open_phase(the_year, "mid_year")
        work.enter_results(the_year, Period.HALF_YEAR)

    def _results(self, the_year: EmulationYear) -> None:
        year.open_phase(the_year, "results")
        work.enter_results(the_year, Period.YEAR)

    def _score(self, the_year: EmulationYear) -> None:
        year.open_phase(the_year, "scoring")
        scoring.score_units(the_year)
        with clock.at(clock.moment(2024, 12, 27)):
            work.write_summary_texts(the_year)
            run(the_year, "publish_ranking", actor=year.head_secretary(the_year))

    def _meet(self, the_year: EmulationYear) -> None:
        year.open_phase(the_year, "conference")
        conference.hold(the_year)

    def _close(self, the_year: EmulationYear) -> None:
        year.open_phase(the_year, "awards")
        year.close_last_phase(the_year)
        run(the_year, "close", actor=year.head_secretary(the_year))
        conference.open_next_year(the_year)

    def _hand_over(self, the_year: EmulationYear, step: str) -> None:
        """Leave the newcomer a step that can be worked on today."""
        the_year.refresh_from_db()
        if step == "awards":
            following = EmulationYear.objects.get(
                bloc=the_year.bloc, year=the_year.year + 1
            )
            conference.ready_for_newcomers(following)
        elif step != "units":
            year.move_deadlines(the_year, after="" if step == "units" else step)
