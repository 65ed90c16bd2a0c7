"""Whom this installation believes besides itself: the administrators vouch for it, with a source and days."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, database, text
from khuevan.kernel.access import Actor
from khuevan.kernel.records.errors import Invalid

from ..checks import ACCEPTED
from ..models import KnownSeal, TrustedAuthority
from ..permissions import MANAGE_TRUST
from ..queries import trusting
from ..queries.holding import may_manage_trust
from ..signers.protocol import fingerprint
from ..verification import Trust, paths

TRUST = "signing.trust:add"
END = "signing.trust:end"
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,59}\Z")
IDENTIFIER = re.compile(r"MST:[0-9A-Z][0-9A-Z.\-]{3,59}\Z")


def trust_authority(
    actor: Actor,
    *,
    content: bytes,
    printed: str,
    source: str,
    valid_from: date | None,
    valid_until: date | None,
    at: datetime,
) -> TrustedAuthority:
    """From now on certificates of this authority are believed here. printed: its SHA-256 fingerprint as the authority
    publishes it, got on another way than the file. valid_from None: from its own first day.

    Raises Refused, Invalid in words: no authority's certificate, another fingerprint, expired, believed already.
    """
    demand_trust(actor, at)
    found = trusting.certificates_in(content)
    if len(found) != 1:
        raise Invalid({"file": _("Tệp phải có đúng một chứng thư của nơi cấp (.cer, .crt, .pem, .der).")})
    certificate = found[0]
    _check_authority(certificate, at)
    if _bare(printed) != fingerprint(certificate):
        raise Invalid(
            {
                "printed": _("Vân tay khác với chứng thư trong tệp: %(own)s.")
                % {"own": fingerprint(certificate)}
            }
        )
    made = TrustedAuthority(
        name=paths.name_of(certificate),
        fingerprint=fingerprint(certificate),
        content=certificate.public_bytes(Encoding.DER),
        **_believed(actor, source, valid_from or clock.on(certificate.not_valid_before_utc), valid_until, at),
    )
    return _saved(actor, made, "file", _("Nơi cấp này đang được tin cậy rồi."), at)


def know_seal(
    actor: Actor,
    *,
    code: str,
    name: str,
    identifier: str,
    source: str,
    valid_from: date,
    valid_until: date | None,
    at: datetime,
) -> KnownSeal:
    """The school `code`, which is not of this installation, seals with certificates that bear `identifier`.

    Raises Refused, Invalid.
    """
    demand_trust(actor, at)
    made = KnownSeal(
        school_code=code.strip(),
        school_name=text.nfc(name).strip()[:200],
        identifier=_identifier(identifier),
        **_believed(actor, source, valid_from, valid_until, at),
    )
    if not CODE.match(made.school_code):
        raise Invalid({"code": _("Mã trường chỉ gồm chữ không dấu, số, dấu chấm và gạch nối.")})
    if not made.school_name:
        raise Invalid({"name": _("Hãy ghi tên trường.")})
    if not IDENTIFIER.match(made.identifier):
        raise Invalid({"identifier": _("Mã có dạng MST:0123456789, như ghi trong chứng thư.")})
    return _saved(actor, made, "identifier", _("Mã này đã được ghi cho một trường."), at)


def stop_believing(actor: Actor, row: TrustedAuthority | KnownSeal, *, reason: str, at: datetime) -> None:
    """At once, and for what was signed earlier too. Raises Refused, Invalid."""
    demand_trust(actor, at)
    said = text.nfc(reason).strip()
    if row.ended_at is not None:
        raise Invalid(_("Đã ngừng tin từ trước."))
    if not said:
        raise Invalid({"reason": _("Hãy ghi lý do.")})
    with database.acting(access.system()), audit.act(actor, END, at=at, on=row, why=said):
        type(row).objects.filter(pk=row.pk, ended_at=None).update(ended_at=at, ended_reason=said[:300])


def demand_trust(actor: Actor, at: datetime) -> None:
    """Raises Refused."""
    access.demand(actor, MANAGE_TRUST)
    if not may_manage_trust(actor, clock.on(at)):
        raise access.Refused(
            _("Chỉ quản trị của Sở hoặc Bộ chọn nơi được tin cậy: điều đó có hiệu lực ở mọi trường.")
        )


def _believed(
    actor: Actor, source: str, valid_from: date, valid_until: date | None, at: datetime
) -> dict[str, Any]:
    said = text.nfc(source).strip()
    if not said:
        raise Invalid({"source": _("Hãy ghi căn cứ: văn bản, địa chỉ công bố, ai xác nhận.")})
    if valid_until is not None and valid_until <= valid_from:
        raise Invalid({"valid_until": _("Ngày kết thúc phải sau ngày bắt đầu.")})
    return {
        "source": said[:300],
        "valid_from": valid_from,
        "valid_until": valid_until,
        "added_at": at,
        "added_by": actor.name[:150],
    }


def _check_authority(certificate: x509.Certificate, at: datetime) -> None:
    """Raises Invalid."""
    found = paths.path_of(certificate, (), Trust((certificate,)), at=at, purpose="authority")
    if found.findings:
        raise Invalid({"file": " ".join(dict.fromkeys(one.text for one in found.findings))})
    may_be_test = not settings.PRODUCTION or settings.SIGNING_AUTHORITY == ACCEPTED
    if paths.is_test(certificate) and not may_be_test:
        raise Invalid({"file": _("Đây là cơ quan chứng thực thử nghiệm: hệ thống chính thức không nhận.")})
    if certificate in trusting.trust(at).roots:
        raise Invalid({"file": _("Nơi cấp này đang được tin cậy rồi.")})


def _bare(printed: str) -> str:
    """Without the colons and blanks with which fingerprints are printed."""
    return "".join(sign for sign in printed.lower() if sign not in ": -\t\r\n")


def _identifier(given: str) -> str:
    bare = given.upper().replace(" ", "")
    return bare if bare.startswith("MST:") else f"MST:{bare}"


def _saved(actor: Actor, made: Any, field: str, twice: str, at: datetime) -> Any:
    """A row of no unit: written with the platform's hands, which the database asks for."""
    with database.acting(access.system()), audit.act(actor, TRUST, at=at, why=made.source) as act:
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError as error:
            raise Invalid({field: twice}) from error
        act.on(made)
    return made
