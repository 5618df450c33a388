"""Addresses of the board of all scores."""

from django.urls import URLPattern, path

from emulation.views import board

BOARD: list[URLPattern] = [
    path(
        "nam/<slug:bloc>/<int:year>/diem/ma-tran/",
        board.ScoreBoard.as_view(),
        name="score-board",
    ),
    path(
        "nam/<slug:bloc>/<int:year>/diem/ma-tran/tep/",
        board.ScoreBoardWorkbook.as_view(),
        name="score-board-workbook",
    ),
]
