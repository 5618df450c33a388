"""Print the summary report of a bloc's year as PDF."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from awards.documents.summary import summary_paper
from core import clock
from core.documents import pdf
from core.documents.errors import PaperError
from emulation.models import EmulationYear


class Command(BaseCommand):
    """A draft, unnumbered; issuing with a number is done on the screen."""

    help = "In báo cáo tổng kết của khối: print_summary KHỐI NĂM -o TỆP.pdf"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("bloc", help="Mã khối, ví dụ khoi-co-quan-dang")
        parser.add_argument("year", type=int, help="Năm thi đua, ví dụ 2024")
        parser.add_argument("-o", "--output", type=Path, required=True)

    def handle(self, *, bloc: str, year: int, output: Path, **_options: Any) -> None:
        found = (
            EmulationYear.objects.select_related("bloc")
            .filter(bloc__code=bloc, year=year)
            .first()
        )
        if found is None:
            raise CommandError(f"Không có năm {year} của khối “{bloc}”.")
        try:
            content = pdf.render(summary_paper(found, drafted_on=clock.today()))
            output.write_bytes(content)
        except PaperError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"Không ghi được {output}: {error.strerror}.") from error
        self.stdout.write(f"Đã ghi {output} ({len(content)} byte).")
