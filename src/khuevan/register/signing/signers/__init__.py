"""Plug-ins that turn digests into signatures. Keys stay where they are: in a file, on a token, at a service, on the
user's computer. All speak one protocol, so that documents do not know which one signed."""

from .desk import Answered, answer_of, request_of
from .protocol import (
    Batch,
    NotAuthorised,
    PinIsWrong,
    ServiceRefused,
    Signer,
    SignerFailed,
    TokenIsAbsent,
)
from .remote import RemoteAccount, RemoteSigner
from .software import SoftwareSigner
from .token import TokenSigner, plugged_tokens

__all__ = [
    "Answered",
    "Batch",
    "NotAuthorised",
    "PinIsWrong",
    "RemoteAccount",
    "RemoteSigner",
    "ServiceRefused",
    "Signer",
    "SignerFailed",
    "SoftwareSigner",
    "TokenIsAbsent",
    "TokenSigner",
    "answer_of",
    "plugged_tokens",
    "request_of",
]
