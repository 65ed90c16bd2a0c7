"""Putting the school's seal on a manifest or a receipt, and writing that down."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signatures

from ..formats import PACKAGE_LAYOUT, RECEIPT_LAYOUT, SLOT

_LAYOUTS = {"GOI_HOC_BA": PACKAGE_LAYOUT, "BIEN_NHAN_HOC_BA": RECEIPT_LAYOUT}


def sealed(
    actor: Actor,
    content: bytes,
    root: str,
    *,
    seal: Any,
    signer: signatures.Signer,
    title: str,
    at: datetime,
) -> bytes:
    """The signed document, with its entry in the log of signatures. Call it inside the act.

    Raises Refused where the actor may not sign there that day, SignerFailed, NoStamp, Invalid where nothing was signed.
    """
    signatures.demand_standing(actor, unit_id=seal.unit_id, at=at)
    stamp = signing.stamp_source(at)
    order = signatures.XmlOrder(content, (SLOT[root],), role=_("Con dấu của đơn vị"))
    outcome = signatures.sign_xml(signer, [order], at=at, stamp=stamp)[0]
    if outcome.content is None:
        raise Invalid({"certificate": outcome.refused or outcome.waits})
    layout = _LAYOUTS[root]
    content, level = _with_evidence(outcome.content, root, at) if stamp else (outcome.content, "XAdES-B-B")
    signatures.record_signatures(
        actor,
        certificate=seal,
        at=at,
        signed=[
            signatures.Signed(
                kind=layout.code,
                title=title,
                digest=hashlib.sha256(content).hexdigest(),
                level=level,
                slot=layout.slots[0].code,
                stamped_at=at if stamp else None,
            )
        ],
    )
    return content


def _with_evidence(content: bytes, root: str, at: datetime) -> tuple[bytes, str]:
    """With what proves it where nobody can be asked any more, and the level reached."""
    try:
        grown = signatures.extend_xml(content, SLOT[root].place, signing.trust(at), at=at)
    except signatures.CannotSign:  # an issuer does not answer now: the time stamp still proves the moment
        return content, "XAdES-B-T"
    return grown, "XAdES-B-LT"
