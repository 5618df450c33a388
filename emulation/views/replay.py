"""Why the ranking changed between two moments of a year."""

from typing import Any

from core.views import Page, link
from emulation.forms.replay import MomentsForm
from emulation.reports.replay import tell
from emulation.selectors import replay
from emulation.views.of_year import YearMixin, crumbs_of


class WhyMoved(YearMixin, Page):
    """Each unit's rank and total at two moments, and the changes that moved it."""

    permission = "emulation.see_replay"
    template_name = "emulation/replay.html"
    title = "Vì sao thứ hạng đổi?"

    def get_crumbs(self) -> list[tuple[str, str]]:
        year = self.get_year()
        scores = link("Chấm điểm", "scores", year.bloc.code, year.year)
        return [*crumbs_of(year), scores, (self.title, "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year = self.get_year()
        moments = replay.moments_of(year)
        before, after = replay.usual_moments(moments)
        usual = {"tu": before.key, "den": after.key}
        form = MomentsForm(usual | self.request.GET.dict(), moments=moments)
        if form.is_valid():
            before, after = form.pair()
        told = tell(replay.stories(year, before, after))
        return super().get_context_data(
            form=form,
            before=before,
            after=after,
            told=told,
            moved=[one for one in told if one.causes],
            **kwargs,
        )
