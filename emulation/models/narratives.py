"""Written sections: of a unit's report, or of the whole bloc's year."""

from django.db import models
from django.db.models import Q

from emulation.enums import NarrativeSection
from emulation.models.results import Report
from emulation.models.years import EmulationYear


class Narrative(models.Model):
    """A written section: of a unit's report, or of the whole bloc's year."""

    year = models.ForeignKey(
        EmulationYear, on_delete=models.PROTECT, related_name="narratives"
    )
    report = models.ForeignKey(
        Report, null=True, on_delete=models.CASCADE, related_name="narratives"
    )
    section = models.CharField("phần", max_length=12, choices=NarrativeSection.choices)
    text = models.TextField("nội dung", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "phần lời"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "section"],
                condition=Q(report__isnull=False),
                name="one_text_a_report_section",
            ),
            models.UniqueConstraint(
                fields=["year", "section"],
                condition=Q(report=None),
                name="one_text_a_year_section",
            ),
        ]

    def __str__(self) -> str:
        return self.get_section_display()

    @property
    def journal_chain(self) -> str:
        return self.year.journal_chain

    @property
    def journal_unit(self) -> int | None:
        return self.report.journal_unit if self.report else None
