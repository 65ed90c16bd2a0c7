"""A small server that speaks the API of the Cloud Signature Consortium (1.0.4 and 2.0), for tests of its client.

It knows no domain word: a key, certificates, a bearer token and a PIN are given to it. One authorisation is good for
the digests that it named, once.
"""

from __future__ import annotations

import base64
import json
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import Encoding

PREHASHED = utils.Prehashed(hashes.SHA256())


class Refused(Exception):
    """An answer in the protocol's own form: status, error code, description."""


@dataclass
class SigningService:
    """State of the service. `calls` tells a test what was asked; `stops_after` refuses once so many were signed."""

    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    certificates: Sequence[x509.Certificate]
    bearer: str = "user-token"
    pin: str = "123456"
    multisign: int = 50
    stops_after: int | None = None
    key_status: str = "enabled"
    calls: list[str] = field(default_factory=list)
    signed: int = 0
    _permits: dict[str, set[str]] = field(default_factory=dict)
    address: str = ""

    def answer(self, path: str, bearer: str, body: dict[str, Any]) -> dict[str, Any]:
        parts = path.strip("/").split("/", 2)
        if len(parts) != 3 or parts[0] != "csc" or parts[1] not in ("v1", "v2"):
            raise Refused(404, "not_found", "no such address")
        if bearer != f"Bearer {self.bearer}":
            raise Refused(401, "invalid_token", "The access token is not valid")
        version, what = parts[1], parts[2]
        self.calls.append(what)
        acts = {
            "credentials/list": lambda: {"credentialIDs": ["cred-1"]},
            "credentials/info": lambda: self._info(version, body),
            "credentials/authorize": lambda: self._authorize(version, body),
            "signatures/signHash": lambda: self._sign(version, body),
        }
        if what not in acts:
            raise Refused(404, "not_found", "no such method")
        return acts[what]()

    def _info(self, version: str, body: dict[str, Any]) -> dict[str, Any]:
        self._known(body)
        size = self.key.key_size
        is_rsa = isinstance(self.key, rsa.RSAPrivateKey)
        algorithms = ["1.2.840.113549.1.1.11"] if is_rsa else ["1.2.840.10045.4.3.2"]
        encoded = [base64.b64encode(one.public_bytes(Encoding.DER)).decode() for one in self.certificates]
        first = {
            "key": {"status": self.key_status, "algo": algorithms, "len": size},
            "cert": {"status": "valid", "certificates": encoded},
            "multisign": self.multisign,
        }
        if version == "v1":
            return first | {"authMode": "explicit", "PIN": {"presence": "true", "format": "N"}, "SCAL": "2"}
        return first | {"auth": {"mode": "explicit", "expression": "PIN"}, "SCAL": "2"}

    def _authorize(self, version: str, body: dict[str, Any]) -> dict[str, Any]:
        self._known(body)
        digests = body.get("hashes" if version == "v2" else "hash") or []
        if version == "v2":
            given = {one["id"]: one["value"] for one in body.get("authData", [])}
        else:
            given = {"PIN": body.get("PIN")}
        if given.get("PIN") != self.pin:
            raise Refused(400, "invalid_pin", "The PIN is invalid")
        if body.get("numSignatures") != len(digests) or not 0 < len(digests) <= self.multisign:
            raise Refused(400, "invalid_request", "Invalid numSignatures")
        permit = secrets.token_urlsafe(16)
        self._permits[permit] = set(digests)
        return {"SAD": permit, "expiresIn": 300}

    def _sign(self, version: str, body: dict[str, Any]) -> dict[str, Any]:
        self._known(body)
        digests = body.get("hashes" if version == "v2" else "hash") or []
        permitted = self._permits.pop(str(body.get("SAD")), None)
        if permitted is None or not set(digests) <= permitted:
            raise Refused(400, "invalid_request", "Invalid SAD")
        if self.stops_after is not None and self.signed + len(digests) > self.stops_after:
            raise Refused(400, "access_denied", "The user has cancelled")
        self.signed += len(digests)
        return {"signatures": [base64.b64encode(self._one(base64.b64decode(d))).decode() for d in digests]}

    def _one(self, digest: bytes) -> bytes:
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(digest, padding.PKCS1v15(), PREHASHED)
        return self.key.sign(digest, ec.ECDSA(PREHASHED))

    def _known(self, body: dict[str, Any]) -> None:
        if body.get("credentialID") != "cred-1":
            raise Refused(400, "invalid_request", "Invalid parameter credentialID")


@contextmanager
def serving(service: SigningService) -> Iterator[SigningService]:
    """The service on a free port of the loopback, `address` set; stopped at the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - the name that http.server calls
            try:
                body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
                status, said = 200, service.answer(self.path, self.headers.get("Authorization", ""), body)
            except Refused as refused:
                status, error, description = refused.args
                said = {"error": error, "error_description": description}
            except (ValueError, TypeError, KeyError, AttributeError):
                status, said = 400, {"error": "invalid_request", "error_description": "malformed"}
            content = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Silent: `calls` tells."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
