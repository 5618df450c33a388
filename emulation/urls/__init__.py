"""Addresses."""

from django.urls import URLPattern

from emulation.urls.amendments import AMENDMENTS
from emulation.urls.board import BOARD
from emulation.urls.evidence import EVIDENCE
from emulation.urls.pledges import PLEDGE_PAPERS, PLEDGES, SIGNING, WORKBOOKS
from emulation.urls.replay import REPLAY
from emulation.urls.results import RESULTS
from emulation.urls.scores import SCORES
from emulation.urls.sheets import SHEETS
from emulation.urls.years import SETUP, YEARS

urlpatterns: list[URLPattern] = [
    *YEARS,
    *SETUP,
    *AMENDMENTS,
    *WORKBOOKS,
    *PLEDGE_PAPERS,
    *SIGNING,
    *PLEDGES,
    *RESULTS,
    *EVIDENCE,
    *SHEETS,
    *BOARD,
    *REPLAY,
    *SCORES,
]
