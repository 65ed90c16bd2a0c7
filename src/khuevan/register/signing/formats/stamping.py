"""Time stamps of an authority over HTTP (RFC 3161 section 3.4): the Government's in production, ours in tests."""

from __future__ import annotations

import secrets

from asn1crypto import tsp
from django.utils.translation import gettext as _

from ..rules import der
from ..verification.asking import post
from ..verification.cms import read_stamp
from ..verification.loading import Unreadable


class NoStamp(Exception):
    """No time stamp was given; the sentence says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class StampingService:
    """Digest -> token. What comes back is believed only when it is over this digest and its signature holds."""

    def __init__(self, address: str) -> None:
        self._address = address

    def __call__(self, digest: bytes) -> bytes:
        nonce = secrets.randbits(63)
        request = der.sequence(
            der.integer(1),
            der.sequence(der.algorithm("sha256"), der.octets(digest)),
            der.integer(nonce),
            der.tlv(0x01, b"\xff"),
        )
        answer = post(self._address, request, "application/timestamp-query")
        if answer is None:
            raise NoStamp(_("Không lấy được dấu thời gian: máy chủ dấu thời gian không trả lời."))
        try:
            said = tsp.TimeStampResp.load(answer, strict=True)
            if said["status"]["status"].native not in ("granted", "granted_with_mods"):
                raise NoStamp(_("Máy chủ dấu thời gian từ chối."))
            token = bytes(said["time_stamp_token"].dump())
            stamp = read_stamp(token)
            given = tsp.TSTInfo.load(stamp.signed.content or b"")["nonce"].native
        except (ValueError, TypeError, KeyError, Unreadable) as broken:
            raise NoStamp(_("Máy chủ dấu thời gian trả lời không đúng giao thức.")) from broken
        if stamp.imprint != digest or given != nonce:
            raise NoStamp(_("Dấu thời gian trả về thuộc về một nội dung khác."))
        return token
