"""Sealing the package for the ministry: the department's certificate over the hash of its manifest, and so over every
report and printed form in it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signatures

from ..models import PackageSeal
from ..permissions import SUBMIT_REPORTS
from ..queries.sealing import LAYOUT, SLOT, sealed_document
from .packing import package_to_send

SEAL = "statistics.package:seal"


def seal_package(
    *, actor: Actor, unit_id: int, year: str, certificate_id: int, signer: signatures.Signer, at: datetime
) -> PackageSeal:
    """Over the package as it is now. Only with a seal of that department. Raises access.Refused, Http404, Invalid,
    SignerFailed, NoStamp."""
    access.demand(actor, SUBMIT_REPORTS, on=unit_id)
    package = package_to_send(actor, unit_id=unit_id, year=year)
    certificate = signing.own_certificate(actor, certificate_id)
    if not certificate.is_seal or certificate.unit_id != unit_id:
        raise Invalid({"certificate": _("Gói gửi Bộ phải mang con dấu của Sở.")})
    with audit.act(actor, SEAL, at=at, unit_id=unit_id) as act:
        signatures.demand_standing(actor, unit_id=unit_id, at=at)
        stamp = signing.stamp_source(at)
        order = signatures.XmlOrder(sealed_document(package.sealed), (SLOT,), role=_("Con dấu của Sở"))
        outcome = signatures.sign_xml(signer, [order], at=at, stamp=stamp)[0]
        if outcome.content is None:
            raise Invalid({"certificate": outcome.refused or outcome.waits})
        content, level = outcome.content, "XAdES-B-B"
        if stamp:
            content, level = _with_evidence(content, at)
        signed = signatures.Signed(
            kind=LAYOUT.code, title=f"{package.unit_name}, {year}"[:200], level=level, slot=LAYOUT.slots[0].code,
            digest=hashlib.sha256(content).hexdigest(), stamped_at=at if stamp else None,
        )  # fmt: skip
        signatures.record_signatures(actor, certificate=certificate, at=at, signed=[signed])
        made = PackageSeal.objects.create(
            unit_id=unit_id, school_year=year, digest=package.sealed.digest, signer=str(certificate.subject)[:300],
            sealed_by=actor.name[:200], sealed_at=at, level=level, content=content,
        )  # fmt: skip
        act.on(made)
        act.note(digest=made.digest, level=level)
    return made


def declare() -> None:
    """How it is done where the key is kept by a program on the user's computer."""
    signatures.desk_work(SEAL, _at_the_desk)


def _at_the_desk(actor: Actor, given: Mapping[str, Any], signer: signatures.Signer, at: datetime) -> str:
    unit_id, year = given["unit"], given["year"]
    seal_package(
        actor=actor, unit_id=unit_id, year=year, certificate_id=given["certificate"], signer=signer, at=at
    )
    return f"{reverse('statistics:package')}?{urlencode({'year': year, 'unit': unit_id})}"


def _with_evidence(content: bytes, at: datetime) -> tuple[bytes, str]:
    """With what proves it where nobody can be asked any more, where the issuers answer now."""
    try:
        return signatures.extend_xml(content, SLOT.place, signing.trust(at), at=at), "XAdES-B-LT"
    except signatures.CannotSign:
        return content, "XAdES-B-T"
