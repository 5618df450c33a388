"""The board of all scores: criteria by units, in every stage."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views import View

from core.documents import xlsx
from core.views import Guarded, Page, link
from emulation.reports.board import LABELS, SLUGS, Choice, board_table, shown
from emulation.reports.leanings import (
    checkers_in_words,
    stage_bars,
    stage_table,
    units_in_words,
)
from emulation.selectors.board import Board, read_board
from emulation.views.filled import as_file
from emulation.views.of_year import YearMixin, crumbs_of


class OfBoard(YearMixin):
    """The board of the address's year, and what the address narrows it to."""

    permission = "emulation.see_replay"

    def get_board(self) -> Board:
        return read_board(self.get_year(), self.request.user)

    def get_choice(self, board: Board) -> Choice:
        """Read the address; what the board does not have is not chosen."""
        asked = self.request.GET
        parts = {one.criterion.code for one in board.nodes if not one.depth}
        units = {str(one.card.pk): one.card.pk for one in board.units}
        part, stage = asked.get("phan", ""), asked.get("giai-doan", "")
        return Choice(
            part=part if part in parts else "",
            unit=units.get(asked.get("don-vi", "")),
            stage=stage if SLUGS.get(stage) in board.stages else "",
            only_differing="lech" in asked,
        )


class ScoreBoard(OfBoard, Page):
    """Who gave what for which criterion, in one table; who gives more and who less."""

    template_name = "emulation/board.html"

    def get_title(self) -> str:
        return f"Ma trận điểm năm {self.get_year().year}"

    def get_crumbs(self) -> list[tuple[str, str]]:
        year = self.get_year()
        scores = link("Chấm điểm", "scores", year.bloc.code, year.year)
        return [*crumbs_of(year), scores, ("Ma trận điểm", "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year, board = self.get_year(), self.get_board()
        choice = self.get_choice(board)
        workbook = reverse("score-board-workbook", args=[year.bloc.code, year.year])
        return super().get_context_data(
            board=board,
            choice=choice,
            shown=shown(board, choice),
            stages=self.stages(board, choice),
            all_query=choice.query(only_differing=False),
            differing_query=choice.query(only_differing=True),
            workbook_url=workbook + choice.query(),
            bars=stage_bars(board),
            table=stage_table(board),
            units_said=units_in_words(board),
            checkers_said=checkers_in_words(board),
            **kwargs,
        )

    def stages(self, board: Board, choice: Choice) -> list[tuple[str, str, bool]]:
        """Return the stages to switch to: label, address, whether it is this one."""
        slugs = {stage: slug for slug, stage in SLUGS.items()}
        links = [("Điểm đang tính", "")]
        links += [(LABELS[one], slugs[one]) for one in board.stages]
        return [
            (label, choice.query(stage=slug), slug == choice.stage)
            for label, slug in links
        ]


class ScoreBoardWorkbook(OfBoard, Guarded, View):
    """What the page is narrowed to, as a workbook: a column for each stage."""

    def get(self, _request: HttpRequest, **_kwargs: object) -> HttpResponse:
        board = self.get_board()
        title = f"Ma trận điểm năm {self.get_year().year}"
        table = board_table(board, self.get_choice(board), title)
        return as_file(xlsx.render(table), title)
