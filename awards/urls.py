"""Addresses."""

from django.urls import path

from awards.views import counts, delegates, meetings, polls, summary, tellers

meeting_urls = [
    path(
        "nam/<slug:bloc>/<int:year>/hoi-nghi/",
        meetings.MeetingList.as_view(),
        name="meetings",
    ),
    path(
        "nam/<slug:bloc>/<int:year>/hoi-nghi/them/",
        meetings.MeetingNew.as_view(),
        name="meeting-new",
    ),
    path("hoi-nghi/<int:pk>/", meetings.MeetingPage.as_view(), name="meeting"),
    path("hoi-nghi/<int:pk>/sua/", meetings.MeetingEdit.as_view(), name="meeting-edit"),
    path(
        "hoi-nghi/<int:pk>/dai-bieu/",
        delegates.DelegateList.as_view(),
        name="delegates",
    ),
    path(
        "hoi-nghi/<int:pk>/dai-bieu/them/",
        delegates.DelegateNew.as_view(),
        name="delegate-new",
    ),
    path(
        "hoi-nghi/<int:pk>/dai-bieu/thu-truong/",
        delegates.SummonLeaders.as_view(),
        name="summon-leaders",
    ),
    path(
        "hoi-nghi/<int:pk>/diem-danh/",
        delegates.DelegateSheet.as_view(),
        name="delegate-sheet",
    ),
    path(
        "dai-bieu/<int:pk>/rut/",
        delegates.DelegateRemove.as_view(),
        name="delegate-remove",
    ),
    path(
        "hoi-nghi/<int:pk>/ban-kiem-phieu/",
        tellers.TellerList.as_view(),
        name="tellers",
    ),
    path(
        "kiem-phieu-vien/<int:pk>/rut/",
        tellers.TellerRemove.as_view(),
        name="teller-remove",
    ),
    path(
        "kiem-phieu-vien/<int:pk>/truong-ban/",
        tellers.TellerChief.as_view(),
        name="teller-chief",
    ),
    path(
        "hoi-nghi/<int:pk>/cuoc-bo-phieu/them/",
        polls.PollNew.as_view(),
        name="poll-new",
    ),
    path(
        "hoi-nghi/<int:pk>/<str:action>/",
        meetings.MeetingAction.as_view(),
        name="meeting-action",
    ),
]

poll_urls = [
    path("cuoc-bo-phieu/<int:pk>/", polls.PollPage.as_view(), name="poll"),
    path("cuoc-bo-phieu/<int:pk>/sua/", polls.PollEdit.as_view(), name="poll-edit"),
    path(
        "cuoc-bo-phieu/<int:pk>/ly-do/",
        polls.PollDifference.as_view(),
        name="poll-difference",
    ),
    path(
        "cuoc-bo-phieu/<int:pk>/vong-hai/",
        polls.SecondRound.as_view(),
        name="second-round",
    ),
    path(
        "cuoc-bo-phieu/<int:pk>/so-dem/<int:teller>/",
        counts.CountPage.as_view(),
        name="count",
    ),
    path(
        "cuoc-bo-phieu/<int:pk>/man-chieu/",
        polls.Projector.as_view(),
        name="projector",
    ),
    path(
        "cuoc-bo-phieu/<int:pk>/bien-ban/",
        counts.PollMinutes.as_view(),
        name="poll-minutes",
    ),
    path(
        "cuoc-bo-phieu/<int:pk>/<str:action>/",
        polls.PollAction.as_view(),
        name="poll-action",
    ),
]

summary_urls = [
    path(
        "nam/<slug:bloc>/<int:year>/bao-cao-tong-ket/",
        summary.SummaryPage.as_view(),
        name="summary",
    ),
    path(
        "nam/<slug:bloc>/<int:year>/bao-cao-tong-ket/du-thao/",
        summary.SummaryDraft.as_view(),
        name="summary-draft",
    ),
    path(
        "nam/<slug:bloc>/<int:year>/bao-cao-tong-ket/phat-hanh/",
        summary.SummaryIssue.as_view(),
        name="summary-issue",
    ),
]

urlpatterns = [*meeting_urls, *poll_urls, *summary_urls]
