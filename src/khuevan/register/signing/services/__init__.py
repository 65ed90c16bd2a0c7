"""The writes of signing, and signing itself."""

from ..formats.pdf import Words, add_archive_stamp, add_evidence
from ..formats.stamping import NoStamp
from ..formats.xml import CannotSign, Slot
from ..rules.xades import Evidence
from ..signers import Batch, RemoteAccount, RemoteSigner, Signer, SignerFailed, SoftwareSigner, TokenSigner
from .batches import ask_batch, batch_archive, collect_batch, sign_batch, take_batch
from .believing import demand_trust, know_seal, stop_believing, trust_authority
from .certificates import (
    chain_of,
    demand_seal,
    issue_test_certificate,
    opened_signer,
    register_certificate,
    remote_signer,
    retire_certificate,
    signer_of,
    software_signer,
    token_signer,
)
from .desk import answered, ask_desk, digests_of, hash_list, order_of, take_answer
from .desk_works import (
    ListWork,
    Taken,
    ask_work,
    back_of,
    close_order,
    desk_list_work,
    desk_work,
    keep_order,
    take_work,
    work_list,
)
from .documents import Outcome, PdfOrder, XmlOrder, sign_documents, sign_pdf, sign_xml
from .gestures import Opened, sign_or_ask
from .long_term import answers_of, extend_pdf, extend_xml
from .signatures import Signed, demand_standing, record_signatures
from .stand_ins import end_stand_in, name_stand_in

__all__ = [
    "Signed",
    "know_seal",
    "stop_believing",
    "trust_authority",
    "answered",
    "answers_of",
    "ask_batch",
    "batch_archive",
    "collect_batch",
    "sign_batch",
    "take_batch",
    "ask_desk",
    "chain_of",
    "digests_of",
    "hash_list",
    "order_of",
    "take_answer",
    "demand_seal",
    "ListWork",
    "Taken",
    "ask_work",
    "back_of",
    "close_order",
    "desk_list_work",
    "desk_work",
    "keep_order",
    "take_work",
    "work_list",
    "demand_trust",
    "demand_standing",
    "end_stand_in",
    "extend_pdf",
    "extend_xml",
    "issue_test_certificate",
    "name_stand_in",
    "opened_signer",
    "Opened",
    "sign_or_ask",
    "record_signatures",
    "register_certificate",
    "remote_signer",
    "retire_certificate",
    "signer_of",
    "software_signer",
    "token_signer",
    "Batch",
    "CannotSign",
    "Evidence",
    "NoStamp",
    "Outcome",
    "PdfOrder",
    "RemoteAccount",
    "RemoteSigner",
    "Signer",
    "SignerFailed",
    "Slot",
    "SoftwareSigner",
    "TokenSigner",
    "Words",
    "XmlOrder",
    "add_archive_stamp",
    "add_evidence",
    "sign_documents",
    "sign_pdf",
    "sign_xml",
]
