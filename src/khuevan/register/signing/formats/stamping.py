"""Time stamps of an authority over HTTP (RFC 3161 section 3.4): the Government's in production, ours in tests."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from ..rules import der
from ..verification.asking import post
from ..verification.cms import read_stamp
from ..verification.loading import Unreadable

APART: Final = timedelta(hours=1)
"""Also as long as a gesture may take."""


class NoStamp(Exception):
    """No time stamp was given; the sentence says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class StampingService:
    """Digest -> token. What comes back is believed only when it is over this digest and its signature holds."""

    def __init__(self, address: str, at: datetime | None = None) -> None:
        """at: what this server holds to be the time; a stamp far from it shows that one of the clocks is wrong."""
        self._address, self._at = address, at

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
            said = der.whole(answer, der.SEQUENCE).parts()
            if said[0].parts()[0].whole not in (der.integer(0), der.integer(1)) or len(said) != 2:
                raise NoStamp(_("Máy chủ dấu thời gian từ chối."))
            stamp = read_stamp(said[1].whole)
        except (ValueError, IndexError, Unreadable) as broken:
            raise NoStamp(_("Máy chủ dấu thời gian trả lời không đúng giao thức.")) from broken
        if stamp.imprint != digest or stamp.nonce != nonce:
            raise NoStamp(_("Dấu thời gian trả về thuộc về một nội dung khác."))
        if self._at is not None and abs(stamp.at - self._at) > APART:
            hours = round(abs(stamp.at - self._at).total_seconds() / 3600)
            text = _(
                "Đồng hồ của máy chủ lệch %(hours)s giờ so với máy chủ dấu thời gian nên chưa ký gì. "
                "Hãy báo quản trị chỉnh đồng hồ rồi ký lại."
            )
            raise NoStamp(text % {"hours": hours})
        return said[1].whole
