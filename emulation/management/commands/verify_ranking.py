"""Make published rankings again: ``verify_ranking [--bloc CODE] [--year YEAR]``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from emulation.models import EmulationYear
from emulation.selectors.ranking import published_years, recount


class Command(BaseCommand):
    help = (
        "Tính lại bảng xếp hạng đã công bố từ phiếu điểm, kết quả và công thức, so đến "
        "phần trăm điểm. Mã thoát 1 khi có chỗ không khớp."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--bloc", metavar="MÃ", help="mã khối thi đua")
        parser.add_argument("--year", type=int, metavar="NĂM", help="năm thi đua")

    def handle(
        self, *, bloc: str | None = None, year: int | None = None, **_options: Any
    ) -> None:
        years = list(published_years(bloc=bloc, number=year))
        if not years:
            raise CommandError("Không có bảng xếp hạng nào đã công bố để tính lại.")
        wrong = [one for one in years if not self.agrees(one)]
        if wrong:
            raise CommandError(f"{len(wrong)}/{len(years)} bảng xếp hạng không khớp.")

    def agrees(self, year: EmulationYear) -> bool:
        """Write what came out for one year, and tell whether all of it agrees."""
        found = recount(year)
        label = f"{year.bloc.name}, năm {year.year}"
        for fault in found.faults:
            self.stdout.write(f"{label}: {fault}")
        if not found.faults:
            self.stdout.write(
                f"{label}: {found.units} đơn vị, khớp đến phần trăm điểm."
            )
        return not found.faults
