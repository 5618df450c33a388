"""All addresses; each view declares its permission."""

from django.urls import include, path

from core import views as core_views

urlpatterns = [
    path("", include("emulation.urls")),
    path("", include("awards.urls")),
    path("", include("units.urls")),
    path("viec/<int:pk>/", core_views.JobPage.as_view(), name="job"),
    path("viec/<int:pk>/tep/", core_views.JobFile.as_view(), name="job-file"),
]
