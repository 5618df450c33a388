"""Check signed pledges: ``verify_pledge [--bloc CODE] [--year YEAR] [PK …]``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from emulation.models import Pledge
from emulation.reports.pledge_check import (
    Check,
    checks_of,
    checks_of_year,
    pledges_to_check,
)


class Command(BaseCommand):
    help = (
        "Kiểm tra giao ước đã ký: nguyên văn, mã SHA-256, nhật ký, bản quét, "
        "giao ước của Khối đã phát hành. Mã thoát 1 khi có chỗ không khớp."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("pledges", nargs="*", type=int, metavar="SỐ")
        parser.add_argument("--bloc", metavar="MÃ", help="mã khối thi đua")
        parser.add_argument("--year", type=int, metavar="NĂM", help="năm thi đua")

    def handle(
        self,
        *,
        pledges: list[int],
        bloc: str | None = None,
        year: int | None = None,
        **_options: Any,
    ) -> None:
        asked = pledges_to_check(pledges, bloc=bloc, year=year)
        if not asked:
            raise CommandError("Không có giao ước nào đã ký để kiểm tra.")
        checks = [check for pledge in asked for check in _checks(pledge)]
        for held in {one.year.pk: one.year for one in asked}.values():
            checks.extend(checks_of_year(held))
        for check in checks:
            self.stdout.write(check.sentence)
        wrong = sum(not check.is_intact for check in checks)
        if wrong:
            raise CommandError(f"{wrong}/{len(checks)} mục không khớp.")
        self.stdout.write(f"{len(checks)} mục, nguyên vẹn.")


def _checks(pledge: Pledge) -> list[Check]:
    return checks_of(pledge) or [Check(str(pledge), outcome="chưa ký")]
