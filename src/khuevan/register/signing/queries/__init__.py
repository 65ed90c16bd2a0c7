"""The reads of signing."""

from ..authority import Authority
from ..verification import Layout, Report, SignatureReport, SlotRule, Trust, verify
from ..verification.asking import StatusAsker
from ..verification.layouts import declare
from ..verification.revocation import besides
from .batches import batch_items, own_batch, own_batches
from .choosing import GestureForm, certificate_fields, usable_seals
from .holding import (
    known_seal,
    known_seals,
    may_manage_trust,
    seal_finding,
    trusted_authorities,
    trusted_authority,
    why_not_seal_of,
)
from .standing import (
    Colleague,
    colleagues,
    fingerprints_of,
    former_colleagues,
    open_desk_orders,
    own_certificate,
    own_certificates,
    own_desk_order,
    own_signatures,
    posting_source,
    seals_of,
    signatures,
    signatures_of_digest,
    stand_in,
    stand_ins,
    standing,
    steads_of,
    usable_certificates,
)
from .trusting import authority, certificates_in, roots_on_disk, stamp_source, trust

__all__ = [
    "GestureForm",
    "certificate_fields",
    "usable_seals",
    "Colleague",
    "colleagues",
    "fingerprints_of",
    "former_colleagues",
    "own_certificate",
    "own_certificates",
    "open_desk_orders",
    "own_desk_order",
    "own_signatures",
    "posting_source",
    "seals_of",
    "signatures",
    "signatures_of_digest",
    "stand_in",
    "stand_ins",
    "standing",
    "steads_of",
    "usable_certificates",
    "Authority",
    "Layout",
    "Report",
    "SignatureReport",
    "SlotRule",
    "StatusAsker",
    "Trust",
    "authority",
    "batch_items",
    "besides",
    "own_batch",
    "own_batches",
    "known_seal",
    "known_seals",
    "may_manage_trust",
    "trusted_authorities",
    "seal_finding",
    "trusted_authority",
    "why_not_seal_of",
    "certificates_in",
    "declare",
    "roots_on_disk",
    "stamp_source",
    "trust",
    "verify",
]
