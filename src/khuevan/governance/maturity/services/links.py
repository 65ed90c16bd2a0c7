"""Whether an address on the web answers. The server asks on somebody's word, so it asks nobody inside its own network
unless the operator has named the host."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

SECONDS = 5
"""For an answer as a whole, too: a site that sends a letter now and then is not waited for."""
GONE_FROM = 400
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
ASKED_OTHERWISE = (405, 501)


def tried(address: str) -> tuple[bool, str]:
    """(alive, what it said). Redirections are not followed: an address that answers with one is alive. Raises nothing."""
    parts = urlsplit(address)
    host, tls = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if tls else 80)
    place = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        at = _outside(host, port)
        if at is None:
            return False, _("Địa chỉ nằm trong mạng nội bộ của máy chủ, không kiểm tra.")
        status = _asked(host, port, at, tls, "HEAD", place)
        if status in ASKED_OTHERWISE:
            status = _asked(host, port, at, tls, "GET", place)
    except TimeoutError:
        return False, _("Không trả lời trong %(seconds)s giây.") % {"seconds": SECONDS}
    except ssl.SSLError:
        return False, _("Chứng thư của trang không hợp lệ.")
    except socket.gaierror:
        return False, _("Không tìm thấy tên miền.")
    except (OSError, http.client.HTTPException, UnicodeError):
        return False, _("Không kết nối được.")
    if status >= GONE_FROM:
        return False, _("Trang trả lời mã %(code)s.") % {"code": status}
    return True, _("Trang trả lời mã %(code)s.") % {"code": status}


def _outside(host: str, port: int) -> str | None:
    """The address to connect to; None for one that is not of the world outside."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(row[4][0]) for row in found]
    if host in settings.LINKS_INSIDE:
        return addresses[0]
    return addresses[0] if all(_is_of_the_world(one) for one in addresses) else None


def _is_of_the_world(one: str) -> bool:
    """Nothing private, local, shared or of many; an address of version 4 within one of version 6 counts as itself."""
    found = ipaddress.ip_address(one.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is None and found in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return _is_of_the_world(str(inner))
    return found.is_global and not found.is_multicast


def _asked(host: str, port: int, at: str, tls: bool, method: str, place: str) -> int:
    """The status. Connected to the address that was looked at, whatever the name says a moment later."""
    line: http.client.HTTPConnection
    line = (
        http.client.HTTPSConnection(host, port, timeout=SECONDS)
        if tls
        else http.client.HTTPConnection(host, port, timeout=SECONDS)
    )
    late = threading.Event()
    cut = threading.Timer(SECONDS, _cut, [line, late])
    try:
        line.sock = socket.create_connection((at, port), timeout=SECONDS)
        cut.start()
        if tls:
            secured = ssl.create_default_context().wrap_socket(
                line.sock, server_hostname=host, do_handshake_on_connect=False
            )
            line.sock = secured
            secured.do_handshake()
        line.request(method, place, headers={"User-Agent": "KhueVan", "Accept": "*/*"})
        status = line.getresponse().status
        if late.is_set():
            raise TimeoutError("cut off: a head that ends in its middle is read as a whole one")
        return status
    finally:
        cut.cancel()
        line.close()


def _cut(line: http.client.HTTPConnection, late: threading.Event) -> None:
    """Ends the waiting; whoever reads sees the line end."""
    late.set()
    if line.sock is not None:
        with contextlib.suppress(OSError):
            line.sock.shutdown(socket.SHUT_RDWR)
