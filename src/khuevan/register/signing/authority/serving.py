"""The development authority over HTTP, in a process of its own: POST /ocsp, GET /crl, POST /stamp, GET /root.pem."""

from __future__ import annotations

from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding

from khuevan.kernel import clock

from .keeping import Authority

LONGEST = 64 * 1024


def serve(authority: Authority, port: int) -> ThreadingHTTPServer:
    """A server that is bound and waits for `serve_forever`. port 0: any free one."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - the name that http.server calls
            size = int(self.headers.get("Content-Length") or 0)
            if not 0 < size <= LONGEST:
                self.send_error(413)
                return
            answered = posted(authority, self.path, self.rfile.read(size), at=clock.now())
            self._answer(answered)

        def do_GET(self) -> None:  # noqa: N802
            self._answer(got(authority, self.path, at=clock.now()))

        def _answer(self, answered: tuple[str, bytes] | None) -> None:
            if answered is None:
                self.send_error(404)
                return
            kind, body = answered
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Silent: what it did is in its folder."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    return server


def posted(authority: Authority, path: str, body: bytes, *, at: datetime) -> tuple[str, bytes] | None:
    """Media type and body of the answer; None: no such address."""
    if path == "/ocsp":
        return "application/ocsp-response", authority.answer_status(body, at=at)
    if path == "/stamp":
        return "application/timestamp-reply", authority.answer_stamp(body, at=at)
    return None


def got(authority: Authority, path: str, *, at: datetime) -> tuple[str, bytes] | None:
    if path == "/crl":
        return "application/pkix-crl", authority.revocation_list(at=at)
    if path == "/root.pem":
        return "application/x-pem-file", authority.root.public_bytes(Encoding.PEM)
    return None
