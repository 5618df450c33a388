"""Whether what is stored of a pledge is still what was signed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from core import files, journal
from core.models import JournalEntry
from emulation.enums import AmendmentState, PledgeState, SigningWay
from emulation.models import EmulationYear, Pledge, PledgeVersion
from emulation.reports.pledge_signatures import hash_label, is_hash_label
from emulation.reports.pledge_text import (
    FORMAT_LINE,
    PAPER_SIGNER,
    SCAN_HASH,
    SIGNED_HASH,
    digest_of,
    promises_of,
    text_of,
)
from units.enums import PaperKind
from units.models import IssuedPaper
from units.selectors import papers_about

CHANGED_TEXT = "nguyên văn đang lưu không khớp mã SHA-256 đã ký"
NOT_JOURNALED = "nhật ký không có mục ký của bản này"
OTHER_HASH = "mã SHA-256 đang lưu khác mã mà nhật ký ghi lúc ký"
OTHER_SIGNER = "người ký đang lưu khác người mà nhật ký ghi"
CHANGED_SCAN = "bản quét bị mất hoặc đã bị sửa"
OTHER_SCAN = "bản quét không phải bản mà nhật ký ghi"
OTHER_PROMISES = "chỉ tiêu, nội dung đang hiển thị khác nguyên văn đã ký"
CHANGED_PAPER = "tệp đã phát hành bị mất hoặc đã bị sửa"
OTHER_PAPER = "tệp không phải tệp mà nhật ký ghi lúc phát hành"
MISSING_AMENDED = "điều chỉnh lần {number} đã chấp thuận mà không còn lưu bản nào"
MISSING_VERSION = "nhật ký ghi {recorded} lần ký, chỉ còn lưu {kept} bản"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: in order, or with what is wrong."""

    title: str
    faults: list[str] = field(default_factory=list)
    sha256: str = ""
    version: PledgeVersion | None = None
    outcome: str = "nguyên vẹn"

    @property
    def is_intact(self) -> bool:
        return not self.faults

    @property
    def sentence(self) -> str:
        """The outcome in one line."""
        if self.faults:
            return f"{self.title}: KHÔNG KHỚP, {'; '.join(self.faults)}."
        mark = f", SHA-256 {self.sha256}" if self.sha256 else ""
        return f"{self.title}: {self.outcome}{mark}."


def checks_of(pledge: Pledge) -> list[Check]:
    """Look at each signed version of a pledge, the newest first; a pledge that was
    never signed has none.
    """
    versions = list(
        pledge.versions.select_related("scan", "signed_by__person", "amendment")
    )
    entries = _signature_entries(pledge, versions)
    newest = versions[0] if versions else None
    found = [
        Check(
            title=f"{pledge.participation.name}, bản số {version.number}",
            faults=list(_faults(version, entries.get(version.pk), newest)),
            sha256=version.sha256,
            version=version,
        )
        for version in versions
    ]
    return [*found, *_missing(pledge, versions)]


def _faults(
    version: PledgeVersion, entry: JournalEntry | None, newest: PledgeVersion | None
) -> Iterator[str]:
    if digest_of(version.text) != version.sha256:
        yield CHANGED_TEXT
    if entry is None:
        yield NOT_JOURNALED
    else:
        yield from _differences(version, entry)
    if version.scan and not files.is_intact(version.scan):
        yield CHANGED_SCAN
    if version == newest and not _still_promises(version):
        yield OTHER_PROMISES


def _differences(version: PledgeVersion, entry: JournalEntry) -> Iterator[str]:
    if _recorded(entry, SIGNED_HASH) != version.sha256:
        yield OTHER_HASH
    if not _is_signer(version, entry):
        yield OTHER_SIGNER
    scan = _recorded(entry, SCAN_HASH)
    if scan and scan != getattr(version.scan, "sha256", None):
        yield OTHER_SCAN


def _is_signer(version: PledgeVersion, entry: JournalEntry) -> bool:
    """Tell whether the entry names the version's signer: who acted, or on paper whom
    the secretariat wrote down.
    """
    if version.way == SigningWay.ONLINE:
        acted = (entry.actor_id, entry.actor_name)
        return acted == (version.signed_by_id, version.signer_name)
    written = f"{version.signer_name}, {version.office}"
    return _recorded(entry, PAPER_SIGNER) in {None, written}


def _still_promises(version: PledgeVersion) -> bool:
    """Tell whether the rows still say what was signed, as far as this form knows."""
    if not version.text.startswith(f"{FORMAT_LINE}\n"):
        return True
    return promises_of(text_of(version.pledge)) == promises_of(version.text)


def _missing(pledge: Pledge, versions: list[PledgeVersion]) -> Iterator[Check]:
    """Yield what was signed by the journal, or adopted, and is no longer kept."""
    recorded = len(_entries_with(pledge, SIGNED_HASH))
    kept = len([one for one in versions if one.amendment_id is None])
    is_signed = pledge.state == PledgeState.SIGNED
    faults = []
    if recorded > kept or (is_signed and not versions):
        faults.append(MISSING_VERSION.format(recorded=recorded, kept=kept))
    adopted = pledge.amendments.filter(state=AmendmentState.ADOPTED)
    kept_of = [one.amendment_id for one in versions if one.amendment_id]
    gone = adopted.exclude(pk__in=kept_of)
    faults.extend(MISSING_AMENDED.format(number=one.number) for one in gone)
    if faults:
        yield Check(pledge.participation.name, faults)


def _signature_entries(
    pledge: Pledge, versions: list[PledgeVersion]
) -> dict[int, JournalEntry]:
    """Return the journal's entry of each version's signature: of the pledge in the
    order of signing, of an amendment its last.
    """
    own = iter(_entries_with(pledge, SIGNED_HASH))
    found = {}
    for version in reversed(versions):
        if version.amendment is None:
            entry = next(own, None)
        else:
            entry = next(reversed(_entries_with(version.amendment, SIGNED_HASH)), None)
        if entry is not None:
            found[version.pk] = entry
    return found


def _entries_with(row: Any, label: str) -> list[JournalEntry]:
    entries = journal.entries_of(row).order_by("number")
    return [one for one in entries if _recorded(one, label)]


def _recorded(entry: JournalEntry, label: str) -> str | None:
    return next((new for key, _old, new in entry.changes if key == label), None)


def checks_of_year(year: EmulationYear) -> list[Check]:
    """Look at what all pledges of a year rest on: the journal's chain, and the issued
    pledge of the bloc, which carries the hashes of what was signed by then.
    """
    chain = Check(
        f"Nhật ký năm {year.year} ({year.journal_chain})",
        [one.rstrip(".") for one in journal.verify([year.journal_chain])],
    )
    papers = papers_about(year).filter(kind=PaperKind.PLEDGE)
    return [chain, *(_check_of_paper(one) for one in papers)]


def _check_of_paper(paper: IssuedPaper) -> Check:
    return Check(
        f"Giao ước của Khối số {paper.code}",
        list(_faults_of_paper(paper)),
        sha256=paper.file.sha256,
    )


def _faults_of_paper(paper: IssuedPaper) -> Iterator[str]:
    if not files.is_intact(paper.file):
        yield CHANGED_PAPER
    entry = journal.entries_of(paper).filter(verb="issue").first()
    if entry is None or _recorded(entry, "sha256") != paper.file.sha256:
        yield OTHER_PAPER
    stored = _hashes_of(paper.subject)
    for label, _old, sha256 in entry.changes if entry else []:
        if is_hash_label(label) and stored.get(label) != sha256:
            yield f"{label} trên văn bản khác mã đang lưu"


def _hashes_of(year: EmulationYear) -> dict[str, str]:
    versions = PledgeVersion.objects.filter(pledge__participation__year=year)
    return {hash_label(one): one.sha256 for one in versions}


def pledges_to_check(
    rows: Iterable[int] = (), *, bloc: str | None = None, year: int | None = None
) -> list[Pledge]:
    """Return the named pledges, or all that were ever signed, of a bloc or year where
    asked, in the order of blocs and years.
    """
    signed = JournalEntry.objects.filter(
        object_type=Pledge._meta.label, to_state=PledgeState.SIGNED
    )
    ever = [int(one) for one in signed.values_list("object_id", flat=True)]
    asked = Q(pk__in=list(rows)) if rows else Q(pk__in=ever) | ~Q(signed_at=None)
    if bloc:
        asked &= Q(participation__year__bloc__code=bloc)
    if year:
        asked &= Q(participation__year__year=year)
    pledges = Pledge.objects.select_related("participation__year__bloc").filter(asked)
    return list(
        pledges.order_by(
            "participation__year__bloc__code",
            "participation__year__year",
            "participation__protocol_number",
            "pk",
        )
    )
