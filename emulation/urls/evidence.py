"""Addresses of evidence."""

from django.urls import URLPattern, path

from emulation.views import evidence, evidence_files

EVIDENCE: list[URLPattern] = [
    path(
        "minh-chung/ket-qua/<int:pk>/",
        evidence.ResultEvidence.as_view(),
        name="result-evidence",
    ),
    path(
        "minh-chung/tieu-chi/<int:pk>/",
        evidence.LineEvidence.as_view(),
        name="line-evidence",
    ),
    path(
        "minh-chung/don-vi/<int:pk>/",
        evidence_files.EvidenceLibrary.as_view(),
        name="evidence-library",
    ),
    path(
        "minh-chung/dong/<int:pk>/go/",
        evidence.EvidenceDetach.as_view(),
        name="evidence-detach",
    ),
    path(
        "minh-chung/<int:pk>/", evidence_files.EvidencePage.as_view(), name="evidence"
    ),
    path(
        "minh-chung/<int:pk>/tep/",
        evidence_files.EvidenceFile.as_view(),
        name="evidence-file",
    ),
    path(
        "minh-chung/<int:pk>/xoa/",
        evidence_files.EvidenceRemove.as_view(),
        name="evidence-remove",
    ),
]
