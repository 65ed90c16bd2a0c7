"""Authorities and seals of elsewhere, as far as the administrators vouch for them; whose seal a signature is."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from khuevan.kernel import access, clock, database
from khuevan.kernel.access import Actor
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import UnitKind

from ..models import Certificate, KnownSeal, TrustedAuthority
from ..permissions import MANAGE_TRUST
from ..rules.holders import Doubt, Holder, doubt_of
from ..verification import Finding, SignatureReport
from ..verification.report import doubt, wrong

LARGEST = 2**31 - 1


def may_manage_trust(actor: Actor, on: date) -> bool:
    """Who administers a whole province or the country: what is believed here is believed at every school."""
    reach = access.scope(actor, MANAGE_TRUST)
    whole = (UnitKind.DEPARTMENT, UnitKind.MINISTRY)
    return reach.is_everything or any(
        one.kind in whole for one in organisations.bodies(actor, on=on, reach=reach)
    )


def trusted_authorities() -> list[TrustedAuthority]:
    """Those believed first, then those that were."""
    rows = TrustedAuthority.objects.defer("content").order_by("name", "id")[:500]
    return sorted(rows, key=lambda one: one.ended_at is not None)


def trusted_authority(authority_id: int) -> TrustedAuthority:
    """Raises Http404."""
    found = TrustedAuthority.objects.filter(pk=authority_id).first() if authority_id <= LARGEST else None
    if found is None:
        raise Http404
    return found


def known_seals() -> list[KnownSeal]:
    """In the order of their schools' codes, those believed first."""
    rows = KnownSeal.objects.order_by("school_code", "id")[:2000]
    return sorted(rows, key=lambda one: one.ended_at is not None)


def known_seal(seal_id: int) -> KnownSeal:
    """Raises Http404."""
    found = KnownSeal.objects.filter(pk=seal_id).first() if seal_id <= LARGEST else None
    if found is None:
        raise Http404
    return found


def why_not_seal_of(code: str, part: SignatureReport, *, at: datetime) -> str:
    """Why this is not the seal of the school with the code, in words; "" where it is.

    A school of this installation is known by the seals that it registered, whoever asks; another one by what the
    administrators wrote down.
    """
    found = _doubt_of(code, part, at)
    return "" if found is None else _in_words(found, code, part)


def seal_finding(code: str, part: SignatureReport, *, at: datetime) -> Finding | None:
    """The same as a finding: wrong, or in doubt where nothing is known of the school's seal."""
    found = _doubt_of(code, part, at)
    if found is None:
        return None
    say = doubt if found in (Doubt.NO_CODE, Doubt.UNKNOWN) else wrong
    return say("other_school", _in_words(found, code, part))


def _doubt_of(code: str, part: SignatureReport, at: datetime) -> Doubt | None:
    with database.acting(access.system()):
        registered = set(
            Certificate.objects.filter(unit__code=code, is_seal=True).values_list("fingerprint", flat=True)
        )
        rows = KnownSeal.objects.filter(
            Q(school_code=code) | Q(identifier=part.identifier), ended_at=None
        ).values_list("school_code", "identifier", "valid_from", "valid_until")
        holders = [Holder(*row) for row in rows]
    return doubt_of(
        code,
        fingerprint=part.fingerprint,
        identifier=part.identifier,
        registered=registered,
        holders=holders,
        on=clock.on(part.signed_at or at),
    )


def _in_words(doubt: Doubt, code: str, part: SignatureReport) -> str:
    words = {
        Doubt.NO_CODE: _("Văn bản không ghi mã đơn vị nên không biết con dấu của %(name)s có phải của đơn vị đó."),
        Doubt.UNKNOWN: _(
            "Chưa biết con dấu của đơn vị mã %(code)s: chứng thư của %(name)s mang mã %(identifier)s. "
            "Quản trị đối chiếu rồi ghi ở trang «Nơi được tin cậy»."
        ),
        Doubt.OTHER: _("Con dấu của %(name)s (%(identifier)s) không phải con dấu của đơn vị mã %(code)s."),
        Doubt.NOT_THEN: _("Con dấu của %(name)s (%(identifier)s) không được tin là của đơn vị mã %(code)s vào ngày ký."),
    }  # fmt: skip
    return words[doubt] % {"name": part.signer, "identifier": part.identifier or "–", "code": code}
