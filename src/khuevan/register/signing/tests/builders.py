"""What tests of signing, and of rooms above, need: an authority of their own, signers, a token, documents."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pkcs11
import typst
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pkcs11 import Attribute, KeyType, ObjectClass

from khuevan.kernel import database
from khuevan.kernel.access import Actor
from khuevan.kernel.testing import softhsm
from khuevan.register.signing import services
from khuevan.register.signing.authority import Authority, Issued, opened
from khuevan.register.signing.formats import pdf, xml
from khuevan.register.signing.models import Certificate
from khuevan.register.signing.rules.xades import Evidence
from khuevan.register.signing.signers import Signer, SoftwareSigner, TokenSigner
from khuevan.register.signing.verification import Layout, Report, Severity, SlotRule, Trust, verify

AT = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
LIBRARY = softhsm.LIBRARY
PIN = "246810"


@functools.cache
def authority() -> Authority:
    """One for the whole test process, made a month ago."""
    folder = Path(tempfile.mkdtemp(prefix="khuevan-authority-"))
    return opened(folder / "authority", at=AT - timedelta(days=30))


@functools.cache
def issued(name: str = "Nguyễn Văn An", uid: str = "", kind: str = "ec") -> Issued:
    return authority().issue(
        name, at=AT - timedelta(days=10), organisation="Trường THPT A", uid=uid, kind=kind
    )


def signer(name: str = "Nguyễn Văn An", *, uid: str = "", kind: str = "ec") -> SoftwareSigner:
    """A software signer with a certificate of the development authority."""
    made = issued(name, uid, kind)
    assert made.key is not None
    return SoftwareSigner(made.key, made.certificate, made.chain)


def certified(name: str, **more: Any) -> SoftwareSigner:
    """A signer whose certificate is made as told: with another beginning, fewer days, the same key."""
    made = authority().issue(name, **{"at": AT, "kind": "ec"} | more)
    return SoftwareSigner(made.pair.key, made.certificate, made.chain)


def self_made() -> SoftwareSigner:
    """Whose certificate nobody vouches for but they themselves."""
    from khuevan.register.signing.authority import making

    key = making.fresh_key("ec")
    own = making.certificate(
        making.subject("Tự Tạo"), key.public_key(), issuer=None, signing_key=key, begin=AT - timedelta(days=1), days=30,
        profile=making.Profile(),
    )  # fmt: skip
    return SoftwareSigner(key, own)


class Token:
    """A SoftHSM2 token in a folder of its own, with one key pair and its certificate. by: another authority than that of
    these tests, at the moment `at`."""

    def __init__(
        self, label: str, *, kind: str = "rsa", name: str = "Trần Thị Thẻ", by: Authority | None = None,
        at: datetime = AT - timedelta(days=5),
    ) -> None:  # fmt: skip
        self.label = label
        home = Path(os.environ["SOFTHSM2_CONF"]).parent if "SOFTHSM2_CONF" in os.environ else _softhsm()
        self.folder = home / "tokens"
        self._tool("--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", PIN)
        library = pkcs11.lib(LIBRARY)
        library.reinitialize()
        with library.get_token(token_label=label).open(user_pin=PIN, rw=True) as session:
            self.issued = _certified(session, kind, name, by or authority(), at)

    def signer(self) -> TokenSigner:
        return TokenSigner(LIBRARY, label=self.label, pin=PIN, chain=self.issued.chain)

    def pull_out(self) -> None:
        self._tool("--delete-token", "--token", self.label)

    @staticmethod
    def _tool(*words: str) -> None:
        subprocess.run(["softhsm2-util", *words], check=True, capture_output=True)


def trusted(settings: Any, folder: Path) -> None:
    """The installation trusts the authority of these signers, and uses the library of tokens."""
    settings.SIGNING_LIBRARY, settings.SIGNING_ROOT = LIBRARY, folder
    (folder / "trust").mkdir()
    (folder / "trust" / "token.pem").write_bytes(authority().root.public_bytes(Encoding.PEM))


def registered(
    who: Actor, certificates: list[x509.Certificate], means: str, place: str, *, at: datetime
) -> Certificate:
    """The person's own certificate with its chain, kept by the platform."""
    content = b"".join(one.public_bytes(Encoding.PEM) for one in certificates)
    with database.acting(who):
        return services.register_certificate(
            who, content=content, means=means, place=place, at=at, name_is_confirmed=True
        )


def _softhsm() -> Path:
    """SoftHSM2 with a configuration of this process's own."""
    home = Path(tempfile.mkdtemp(prefix="khuevan-softhsm-"))
    os.environ["SOFTHSM2_CONF"] = str(softhsm.prepare(home))
    assert shutil.which("softhsm2-util"), "softhsm2 is missing: make/debian.sh"
    return home


def _certified(session: Any, kind: str, name: str, by: Authority, at: datetime) -> Issued:
    """A fresh key pair on the token, a certificate for it, and the certificate beside it."""
    from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters
    from pkcs11.util.rsa import encode_rsa_public_key

    if kind == "rsa":
        public, private = session.generate_keypair(KeyType.RSA, 2048, id=b"\x01", label="k", store=True)
        encoded, format_ = encode_rsa_public_key(public), PublicFormat.PKCS1
    else:
        parameters = session.create_domain_parameters(
            KeyType.EC, {Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}, local=True
        )
        public, private = parameters.generate_keypair(id=b"\x01", label="k", store=True)
        encoded, format_ = encode_ec_public_key(public), PublicFormat.SubjectPublicKeyInfo
    made = by.issue(name, at=at, key=_loaded(encoded, format_))
    session.create_object(
        {
            Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
            Attribute.TOKEN: True, Attribute.ID: b"\x01", Attribute.LABEL: "k",
            Attribute.SUBJECT: made.certificate.subject.public_bytes(),
            Attribute.VALUE: made.certificate.public_bytes(Encoding.DER),
        }
    )  # fmt: skip
    return made


def _loaded(encoded: bytes, format_: PublicFormat) -> Any:
    from asn1crypto import keys
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    if format_ is PublicFormat.PKCS1:
        encoded = keys.PublicKeyInfo.wrap(keys.RSAPublicKey.load(encoded), "rsa").dump()
    return load_der_public_key(encoded)


LAYOUT = Layout(
    "test.card",
    "Học bạ thử",
    "CARD",
    (
        SlotRule("subject", "Giáo viên bộ môn", "CARD/DATA/SIGNATURES/TEACHER", "CARD/DATA/CONTENT/SUBJECT",
                 by="For", whose="person"),
        SlotRule("class", "Giáo viên chủ nhiệm", "CARD/DATA/SIGNATURES/CLASS", "CARD/DATA/CONTENT", whose="person"),
        SlotRule("head", "Hiệu trưởng", "CARD/ISSUE/HEAD", "CARD/DATA", whose="person"),
        SlotRule("seal", "Con dấu của trường", "CARD/ISSUE/SEAL", "CARD/DATA", whose="seal"),
    ),
    frame=("CARD/ISSUE/HEAD", "CARD/ISSUE/SEAL"),
)  # fmt: skip
SUBJECTS = ("toan", "van", "anh")
SEAL = "MST:5800000001"


def card(words: str = "Chăm chỉ, tiến bộ. ") -> bytes:
    """A small report card with three subjects; signatures stand outside of what they cover."""
    subjects = "".join(
        f'<SUBJECT Id="{code}"><NAME>Môn {code}</NAME><MARK>8.{number}</MARK><WORDS>{words * 10}</WORDS></SUBJECT>'
        for number, code in enumerate(SUBJECTS)
    )
    slots = "".join(f'<TEACHER For="{code}"/>' for code in SUBJECTS)
    return (
        f'<CARD><DATA Id="data"><CONTENT Id="content"><PUPIL>Lê Thị Bé &amp; em</PUPIL>{subjects}</CONTENT>'
        f"<SIGNATURES>{slots}<CLASS/></SIGNATURES></DATA><ISSUE><HEAD/><SEAL/></ISSUE></CARD>"
    ).encode()


SLOTS = (
    *(xml.Slot(f"DATA/SIGNATURES/TEACHER[{number}]", code) for number, code in enumerate(SUBJECTS, 1)),
    xml.Slot("DATA/SIGNATURES/CLASS", "content"),
    xml.Slot("ISSUE/HEAD", "data"),
    xml.Slot("ISSUE/SEAL", "data"),
)


def stamp(digest: bytes) -> bytes:
    return authority().stamp(digest, at=AT)


def five_signers() -> list[SoftwareSigner]:
    """Three subject teachers (one of whom has RSA), homeroom, head, and the school's seal."""
    people = [
        signer("GV Toán"),
        signer("GV Văn", kind="rsa"),
        signer("GV Anh"),
        signer("Chủ Nhiệm"),
        signer("Hiệu Trưởng"),
    ]
    return [*people, signer("Trường A", uid=SEAL)]


def put(
    document: xml.XmlDocument, slot: xml.Slot, who: Signer, *, at: datetime = AT, role: str = "", **more: Any
) -> None:
    prepared = document.prepare(slot, who.certificate, who.chain, at=at, role=role, **more)
    document.finish(prepared, who.sign([prepared.digest]).values[0], stamp)


@functools.cache
def signed_card() -> bytes:
    """Signed by all six, level B-T."""
    document = xml.XmlDocument(card())
    for slot, who in zip(SLOTS, five_signers(), strict=True):
        put(document, slot, who, role="Giáo viên")
    return document.content()


def trust() -> Trust:
    mine = authority()
    return Trust((mine.root,), status=lambda one, issuer: mine.status(one, issuer, at=AT))


def verified(content: bytes, **more: Any) -> Report:
    given = {"trust": trust(), "at": AT + timedelta(hours=1), "layout": LAYOUT} | more
    return verify(content, given.pop("trust"), **given)


def codes(report: Report) -> set[str]:
    """Of all findings but the notes."""
    found = [*report.findings, *(one for part in report.signatures for one in part.findings)]
    return {one.code for one in found if one.severity is not Severity.NOTE}


@functools.cache
def printed() -> bytes:
    """A PDF of two pages."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "card.typ"
        source.write_text('#set text(lang: "vi")\n= Học bạ\n' + "Nguyễn Văn An. " * 300)
        return bytes(typst.compile(str(source)))


@functools.cache
def signed_pdf() -> bytes:
    """Signed by the head, then sealed, level B-T."""
    content = printed()
    for field, who in (("Head", signer("Hiệu Trưởng")), ("Seal", signer("Trường A", uid=SEAL))):
        prepared = pdf.prepare(content, who.certificate, who.chain, at=AT, words=pdf.Words(field, name="X"))
        content = prepared.finish(who.sign([prepared.digest]).values[0], stamp)
    return content


def evidence() -> Evidence:
    """What level LT keeps, for every signer of the card and for the time stamps."""
    mine = authority()
    asked = [one.certificate for one in five_signers()] + [mine.stamper.certificate]
    return Evidence(
        (mine.issuing.certificate.public_bytes(Encoding.DER),),
        (),
        tuple(mine.status(one, mine.issuing.certificate, at=AT) for one in asked),
    )
