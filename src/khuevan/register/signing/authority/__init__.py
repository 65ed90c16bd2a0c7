"""The development authority: certificates, their status and time stamps, all marked TEST and worth nothing in law.

Root, issuing authority, OCSP responder and time stamps in one folder of keys. It exists so that everything around a
signature can be tried for real, without a token and without the Government's services.
"""

from .keeping import Authority, Issued, opened
from .making import MARK, Pair

__all__ = ["MARK", "Authority", "Issued", "Pair", "opened"]
