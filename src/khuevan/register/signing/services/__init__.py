"""The writes of signing, and signing itself."""

from ..formats.pdf import Words, add_archive_stamp, add_evidence
from ..formats.stamping import NoStamp
from ..formats.xml import CannotSign, Slot
from ..rules.xades import Evidence
from ..signers import Batch, RemoteAccount, RemoteSigner, Signer, SignerFailed, SoftwareSigner, TokenSigner
from .documents import Outcome, PdfOrder, XmlOrder, sign_pdf, sign_xml

__all__ = [
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
    "sign_pdf",
    "sign_xml",
]
