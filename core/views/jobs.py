"""Long work: its progress and its file."""

from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.generic import DetailView, View

from core import access, files
from core.models import Job
from core.views.pages import Guarded, HouseMixin


class JobPage(HouseMixin, DetailView):
    """A job's progress; refreshed in place by htmx."""

    permission = access.SIGNED_IN
    template_name = "components/job_page.html"

    def get_queryset(self) -> models.QuerySet[Job]:
        return Job.objects.filter(asked_by=self.request.user)

    def get_template_names(self) -> list[str]:
        if getattr(self.request, "htmx", False):
            return ["components/progress.html"]
        return [self.template_name]

    def get_title(self) -> str:
        return self.object.title


class JobFile(Guarded, View):
    """The file that a job made, for the person who asked."""

    permission = access.SIGNED_IN

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        job = Job.objects.filter(asked_by=request.user, pk=pk).exclude(file=None)
        found = job.select_related("file").first()
        if found is None:
            raise Http404
        return files.respond(found.file)
