"""Seals secrets that sit in the database (the seed of an authenticator app) with a key derived from SECRET_KEY.

SECRET_KEY_FALLBACKS open what older keys sealed, so that the key can be changed without locking anybody out.
"""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(text: str) -> str:
    return _box(settings.SECRET_KEY, tuple(settings.SECRET_KEY_FALLBACKS)).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises cryptography.fernet.InvalidToken if neither the key nor its fallbacks sealed it."""
    return _box(settings.SECRET_KEY, tuple(settings.SECRET_KEY_FALLBACKS)).decrypt(sealed.encode()).decode()


@lru_cache(maxsize=4)
def _box(key: str, fallbacks: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([_fernet(one) for one in (key, *fallbacks)])


def _fernet(key: str) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"khuevan signin sealing").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
