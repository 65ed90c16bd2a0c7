"""The reads of copies: the school's own, and what a stranger is told."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from khuevan.kernel import access, clock, database
from khuevan.kernel.access import Actor
from khuevan.register.signing import queries as signing
from khuevan.school.reportcards import queries as reportcards
from khuevan.school.reportcards.choices import CardState

from .choices import Part
from .models import Copy
from .permissions import VIEW_COPIES

Version: Any = Copy._meta.get_field("version").related_model


def copies(actor: Actor) -> QuerySet[Copy]:
    rows: QuerySet[Copy] = Copy.objects.within(access.scope(actor, VIEW_COPIES))
    return rows.select_related("card", "card__class_group", "school").defer("content")


def copy_for(actor: Actor, copy_id: int) -> Copy:
    """Raises Http404 outside of what the actor may see."""
    found = copies(actor).filter(pk=copy_id).first() if 0 < copy_id < 2**31 else None
    if found is None:
        raise Http404
    return found


def own_copies(actor: Actor) -> list[Copy]:
    """Of the actor's own cards and those of whom they are guardian of, the latest first. One statement.

    A family has no unit in its reach, so these rows, and no others, are read beyond it."""
    if not actor.persons or actor.persons.is_everything:
        return []
    with database.acting(access.system()):
        rows = Copy.objects.filter(card__enrolment__person_id__in=actor.persons.ids()).defer("content")
        return list(
            rows.select_related("card", "card__school_year", "school").order_by("-issued_at", "-pk")[:200]
        )


def own_copy(actor: Actor, copy_id: int) -> Copy:
    """Raises Http404 outside of one's own family."""
    found = next((one for one in own_copies(actor) if one.pk == copy_id), None)
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Told:
    """What a stranger learns of a copy. state: stands, withdrawn, expired, recalled, replaced."""

    copy: Copy
    state: str
    school: str
    year: str
    initials: str
    birth_year: int | None
    issued_on: date
    chosen: tuple[tuple[str, str], ...] = ()
    """What the holder wants told besides, for as long as the copy stands: label, words."""
    marks: tuple[tuple[str, str], ...] = ()
    """The same of subjects: name, the year's mark or level; empty where the holder did not choose it."""


def clean_code(typed: str) -> str:
    return "".join(one for one in typed.upper() if one.isalnum())[:40]


def copy_of_code(typed: str) -> Copy | None:
    """Whoever asks."""
    return Copy.objects.select_related("card", "version").filter(code=clean_code(typed)).first()


def copy_of_file(content: bytes) -> Copy | None:
    return Copy.objects.select_related("card", "version").filter(digest=digest_of(content)).first()


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def told(copy: Copy, on: date) -> Told:
    card = reportcards.content_of(copy.version)
    birth, state = card.holder.birth_date, _state(copy, on)
    parts = frozenset(copy.parts if state == "stands" else ())
    return Told(
        copy, state, card.school.name, card.year, initials(card.holder.name),
        None if birth is None else birth.year, clock.on(copy.issued_at),
        _chosen(card, parts), _marks(card) if Part.MARKS in parts else (),
    )  # fmt: skip


def _chosen(card: reportcards.CardContent, parts: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """The chosen parts but marks, in the order of the paper. What the card does not say is left out."""
    rows: list[tuple[str, object, str]] = [
        (Part.NAME, Part.NAME.label, card.holder.name),
        (
            Part.BIRTH,
            Part.BIRTH.label,
            f"{card.holder.birth_date:%d/%m/%Y}" if card.holder.birth_date else "",
        ),
        (Part.CLASS, Part.CLASS.label, card.class_name),
        *((Part.RESULT, label, words) for label, words in _result(card)),
    ]
    return tuple((str(label), words) for part, label, words in rows if part in parts and words)


def _result(card: reportcards.CardContent) -> list[tuple[str, str]]:
    year = card.terms.get(0)
    levels = (year.learning, year.conduct) if year else (None, None)
    learning, conduct = ("" if one is None else reportcards.value_words("level", str(one)) for one in levels)
    named = ("overall", "next_step", "title")
    said = [
        (
            reportcards.field_words(one),
            reportcards.value_words(one, getattr(card, one)) if getattr(card, one) else "",
        )
        for one in named
    ]
    return [(_("Kết quả học tập"), learning), (_("Kết quả rèn luyện"), conduct), *said]


def _marks(card: reportcards.CardContent) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            one.name,
            _("miễn học")
            if one.is_exempt
            else reportcards.value_words("year", one.retaken or one.year) or "–",
        )
        for one in card.subjects
    )


def _state(copy: Copy, on: date) -> str:
    if copy.withdrawn_at is not None:
        return "withdrawn"
    if copy.card.state == CardState.RECALLED:
        return "recalled"
    if copy.card.number != copy.version.number:
        return "replaced"
    if copy.valid_until is not None and copy.valid_until < on:
        return "expired"
    return "stands"


def initials(name: str) -> str:
    """Nguyễn Thị Ánh Tuyết -> N. T. Á. T."""
    return " ".join(f"{word[0]}." for word in name.split())


@dataclass(frozen=True)
class FileTold:
    """What was found in a file that somebody handed in. state: of the card, where the file is an issued version here;
    `elsewhere`: a card that holds, sealed by the school that it names; `unknown`: who signed is all that can be said."""

    report: signing.Report
    state: str = ""


def file_told(content: bytes, at: datetime) -> FileTold:
    """Signatures by our verifier; whether the card still stands where we know the file, else whose seal it bears: a good
    certificate of somebody else makes no report card of the school that the card names."""
    report = signing.verify(content, signing.trust(at), at=at)
    version = (
        Version.objects.select_related("card")
        .defer("content")
        .filter(digest=report.sha256, issued_at__isnull=False)
        .first()
    )
    if version is None:
        return _of_elsewhere(content, report, at)
    if version.card.state == CardState.RECALLED:
        return FileTold(report, "recalled")
    return FileTold(report, "stands" if version.number == version.card.number else "replaced")


def _of_elsewhere(content: bytes, report: signing.Report, at: datetime) -> FileTold:
    if report.outcome == "invalid":
        return FileTold(report)
    try:
        card = reportcards.read(content)
    except reportcards.NotACard:
        return FileTold(report, "unknown")
    parts = []
    for part in report.signatures:
        found = signing.seal_finding(card.school.code, part, at=at) if part.is_seal else None
        parts.append(replace(part, findings=(*part.findings, found)) if found else part)
    report = replace(report, signatures=tuple(parts))
    return FileTold(report, {"valid": "elsewhere", "remarks": "unknown"}.get(report.outcome.value, ""))
