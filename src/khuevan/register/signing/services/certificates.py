"""Registering and retiring the certificates with which a person signs, and opening a signer for one."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, events, text
from khuevan.kernel.access import Actor
from khuevan.kernel.records.errors import Invalid
from khuevan.register.people import queries as people

from ..choices import Means, Status
from ..events import CertificateRegistered, CertificateRetired
from ..models import Certificate
from ..permissions import KEEP_SEAL, REGISTER_CERTIFICATE
from ..queries import trusting
from ..queries.standing import own_certificate
from ..signers import RemoteAccount, RemoteSigner, Signer, SignerFailed, SoftwareSigner, TokenSigner
from ..signers.protocol import fingerprint
from ..verification import paths, revocation
from ..verification.report import Severity

_OUT_OF_FORCE = frozenset({"expired", "not_yet_valid", "revoked"})
RETIRE = "signing.certificate:retire"


def register_certificate(
    actor: Actor,
    *,
    content: bytes,
    means: str,
    at: datetime,
    place: str = "",
    name_is_confirmed: bool = False,
) -> Certificate:
    """The first certificate of the file is the actor's; the others are its issuers.

    Raises Invalid in words: not a certificate, not the actor's name, expired, revoked, unknown authority, there already.
    """
    unit_id = _home(actor)
    found = trusting.certificates_in(content)
    if not found:
        raise Invalid({"file": _("Tệp không phải chứng thư số (.cer, .crt, .pem, .der).")})
    certificate, others = found[0], found[1:]
    _check_use(certificate)
    if paths.is_seal(certificate):
        access.demand(actor, KEEP_SEAL, on=unit_id)
    own_name = people.names_of([str(actor.person_id)]).get(str(actor.person_id), "")
    if not name_is_confirmed and not paths.is_seal(certificate) and not _is_called(certificate, own_name):
        text_ = _(
            "Chứng thư cấp cho «%(subject)s», khác tên của bạn («%(name)s»). Nếu đúng là của bạn, hãy đánh dấu xác nhận."
        )
        raise Invalid(
            {"name_is_confirmed": text_ % {"subject": paths.name_of(certificate), "name": own_name}}
        )
    chain, status = _checked(certificate, others, at)
    return _save(actor, unit_id, certificate, chain, means, status, place, at)


def issue_test_certificate(actor: Actor, *, seal: bool, at: datetime) -> Certificate:
    """A software key of the development authority in the actor's name, or the unit's. Raises Refused where it is off."""
    unit_id = _home(actor)
    if seal:
        access.demand(actor, KEEP_SEAL, on=unit_id)
    authority = trusting.authority(at)
    if authority is None:
        raise access.Refused(_("Cơ quan chứng thực thử nghiệm đang tắt."))
    from khuevan.register.organisations import queries as organisations

    unit_name = organisations.names([unit_id]).get(unit_id, "")
    own_name = people.names_of([str(actor.person_id)]).get(str(actor.person_id), "") or actor.name
    issued = authority.issue(
        unit_name if seal else own_name,
        at=at,
        organisation=unit_name,
        uid=f"MST:{unit_id:010}" if seal else "",
    )
    return _save(actor, unit_id, issued.certificate, issued.chain, Means.SOFTWARE, Status.GOOD, "", at)


def retire_certificate(actor: Actor, certificate: Certificate, *, reason: str, at: datetime) -> None:
    """From now on nothing is signed with it here; what was signed stays. Only one's own. Raises Refused, Invalid."""
    access.demand(actor, REGISTER_CERTIFICATE, on=certificate.unit_id)
    if certificate.person_id != actor.person_id:
        raise access.Refused(_("Chỉ ngừng dùng được chứng thư của chính mình."))
    if certificate.retired_at is not None:
        raise Invalid(_("Chứng thư này đã ngừng dùng."))
    said = text.nfc(reason).strip()
    if not said:
        raise Invalid({"reason": _("Hãy ghi lý do ngừng dùng.")})
    with audit.act(actor, RETIRE, at=at, on=certificate, unit_id=certificate.unit_id, why=said):
        certificate.retired_at, certificate.retired_reason = at, said[:300]
        Certificate.objects.filter(pk=certificate.pk, retired_at=None).update(
            retired_at=at, retired_reason=said[:300]
        )
        events.publish(CertificateRetired(certificate.pk, certificate.person_id, certificate.unit_id))


def chain_of(certificate: Certificate) -> tuple[x509.Certificate, tuple[x509.Certificate, ...]]:
    """The certificate and its issuers, as a signer needs them."""
    issuers = tuple(x509.load_der_x509_certificate(base64.b64decode(one)) for one in certificate.issuers)
    return x509.load_der_x509_certificate(bytes(certificate.content)), issuers


def software_signer(certificate: Certificate, *, at: datetime) -> Signer:
    """With the key that the development authority keeps. The caller has decided that the actor may use it.

    Raises SignerFailed.
    """
    authority = trusting.authority(at)
    if certificate.means != Means.SOFTWARE or authority is None:
        raise SignerFailed(_("Khóa của chứng thư này không nằm trên máy chủ."))
    found = authority.issued(int(certificate.serial, 16))
    if found is None or found.key is None:
        raise SignerFailed(_("Khóa của chứng thư này không nằm trên máy chủ."))
    return SoftwareSigner(found.key, found.certificate, found.chain)


def token_signer(certificate: Certificate, *, pin: str) -> TokenSigner:
    """With a token or security module at this server (KHUEVAN_PKCS11), by the label named when it was registered.

    Keep it open for a batch and close it. Raises SignerFailed, also for another certificate.
    """
    if not settings.SIGNING_LIBRARY:
        raise SignerFailed(_("Máy chủ này không có thiết bị ký (KHUEVAN_PKCS11)."))
    _own, chain = chain_of(certificate)
    signer = TokenSigner(settings.SIGNING_LIBRARY, label=certificate.place, pin=pin, chain=chain)
    if fingerprint(signer.certificate) != certificate.fingerprint:
        signer.close()
        raise SignerFailed(_("Thiết bị ký có chứng thư khác với chứng thư đã đăng ký."))
    return signer


def remote_signer(
    certificate: Certificate, *, bearer: str, version: str = "v2", pin: str = "", otp: str = ""
) -> Signer:
    """At the service named when the certificate was registered. Raises SignerFailed, also for another certificate."""
    address, _between, credential = certificate.place.partition(" ")
    signer = RemoteSigner(RemoteAccount(address, bearer, version), credential, pin=pin, otp=otp)
    if fingerprint(signer.certificate) != certificate.fingerprint:
        raise SignerFailed(_("Dịch vụ ký từ xa đưa ra chứng thư khác với chứng thư đã đăng ký."))
    return signer


def demand_seal(actor: Actor, certificate_id: int, unit_id: int) -> Certificate:
    """The actor's own certificate, if it is the unit's seal. Raises Http404, Refused."""
    certificate = own_certificate(actor, certificate_id)
    if not certificate.is_seal or certificate.unit_id != unit_id:
        raise access.Refused(_("Cần con dấu số của chính đơn vị này để ký."))
    return certificate


def demand_in_force(certificate: Certificate, at: datetime) -> None:
    """Raises SignerFailed, naming whose it is and as what it signs, where the certificate is out of its days or its
    issuer says now that it is revoked: a signature with it would hold nowhere. A silent issuer hinders nobody."""
    own, chain = chain_of(certificate)
    trust = trusting.trust(at)
    path = paths.path_of(own, chain, trust, at=at, purpose="sign")
    said = [*path.findings]
    said.extend(
        revocation.findings_of(path.certificates[:2], revocation.Sources(), trust, at=at, is_proven=True)
    )
    against = [one.text for one in said if one.code in _OUT_OF_FORCE]
    if against:
        role = _("Con dấu của đơn vị") if certificate.is_seal else _("Chữ ký cá nhân")
        raise SignerFailed(f"{role}: {' '.join(dict.fromkeys(against))}")


def signer_of(certificate: Certificate, *, at: datetime, pin: str = "", bearer: str = "") -> Signer:
    """Whatever signs with this certificate here: a key of the development authority, a token at the server, a service.

    Raises SignerFailed, also for a program on the user's computer, which is asked in two steps (`ask_desk`, `hash_list`).
    """
    demand_in_force(certificate, at)
    if certificate.means == Means.SOFTWARE:
        return software_signer(certificate, at=at)
    if certificate.means == Means.TOKEN:
        return token_signer(certificate, pin=pin)
    if certificate.means == Means.REMOTE:
        return remote_signer(certificate, bearer=bearer, pin=pin)
    raise SignerFailed(_("Chứng thư này ký bằng chương trình trên máy của bạn, không ký được ở bước này."))


@contextmanager
def opened_signer(
    certificate: Certificate, *, at: datetime, pin: str = "", bearer: str = ""
) -> Iterator[Signer]:
    """`signer_of`, for one gesture: the session with a token ends with it. Raises SignerFailed."""
    signer = signer_of(certificate, at=at, pin=pin, bearer=bearer)
    try:
        yield signer
    finally:
        if isinstance(signer, TokenSigner):
            signer.close()


def _home(actor: Actor) -> int:
    if actor.person_id is None or actor.home_unit_id is None:
        raise access.Refused(_("Tài khoản này chưa gắn với một người và một đơn vị nên chưa ký số được."))
    if actor.acting_for:
        raise access.Refused(_("Đang thao tác thay người khác thì không đăng ký chứng thư được."))
    access.demand(actor, REGISTER_CERTIFICATE, on=actor.home_unit_id)
    return actor.home_unit_id


def _check_use(certificate: x509.Certificate) -> None:
    try:
        is_authority = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        is_authority = False
    if is_authority:
        raise Invalid({"file": _("Đây là chứng thư của nơi cấp, không phải chứng thư của người ký.")})


def _is_called(certificate: x509.Certificate, name: str) -> bool:
    """The certificate's common name has the person's name in it, accents and case aside."""
    called = paths.part_of(certificate.subject, NameOID.COMMON_NAME)
    return bool(name) and text.fold(name) in text.fold(called)


def _checked(
    certificate: x509.Certificate, others: tuple[x509.Certificate, ...], at: datetime
) -> tuple[tuple[x509.Certificate, ...], Status]:
    """Its issuers and what they say of it. Raises Invalid."""
    trust = trusting.trust(at)
    path = paths.path_of(certificate, others, trust, at=at, purpose="sign")
    findings = list(path.findings)
    findings.extend(
        revocation.findings_of(path.certificates[:2], revocation.Sources(), trust, at=at, is_proven=True)
    )
    against = [one.text for one in findings if one.severity is Severity.WRONG]
    if against:
        raise Invalid({"file": " ".join(dict.fromkeys(against))})
    is_unknown = any(one.severity is Severity.DOUBT for one in findings)
    issuers = tuple(one for one in path.certificates[1:] if one not in trust.roots)
    return issuers, Status.UNKNOWN if is_unknown else Status.GOOD


def _save(
    actor: Actor, unit_id: int, certificate: x509.Certificate, chain: tuple[x509.Certificate, ...], means: str,
    status: Status, place: str, at: datetime,
) -> Certificate:  # fmt: skip
    issuer = certificate.issuer
    made = Certificate(
        unit_id=unit_id,
        person_id=actor.person_id or 0,
        means=means,
        is_seal=paths.is_seal(certificate),
        is_test=paths.is_test(certificate),
        subject=paths.name_of(certificate),
        issuer=(paths.part_of(issuer, NameOID.COMMON_NAME) or issuer.rfc4514_string())[:200],
        serial=f"{certificate.serial_number:x}"[:64],
        fingerprint=fingerprint(certificate),
        content=certificate.public_bytes(Encoding.DER),
        issuers=[base64.b64encode(one.public_bytes(Encoding.DER)).decode() for one in chain],
        place=place.strip()[:300],
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        status=status,
        registered_at=at,
    )
    with audit.act(actor, REGISTER_CERTIFICATE.code, at=at, unit_id=unit_id) as act:
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError as error:
            if "signing_certificate_once" not in str(error):
                raise
            raise Invalid({"file": _("Chứng thư này đã được đăng ký.")}) from error
        act.on(made)
        events.publish(CertificateRegistered(made.pk, made.person_id, unit_id))
    return made
