"""Making the certificates of the development authority. Every subject says TEST (RFC 5280 profiles)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

MARK: Final = "TEST"
WARNING: Final = "KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey
POLICY: Final = x509.ObjectIdentifier("1.3.6.1.4.1.99999.1.1")
"""Of no registered enterprise, on purpose."""


@dataclass(frozen=True)
class Pair:
    certificate: x509.Certificate
    key: PrivateKey


def fresh_key(kind: str) -> PrivateKey:
    """kind: "rsa" (2048 bit, what the Government's certificates have) or "ec" (P-256)."""
    if kind == "rsa":
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP256R1())


def subject(common_name: str, *, organisation: str = "", uid: str = "") -> x509.Name:
    """A name of at most 64 letters a part (X.520), marked."""
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(
            NameOID.ORGANIZATION_NAME, f"{MARK} {organisation}".strip()[:64] if organisation else f"{MARK} Khuê Văn"
        ),
        x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, WARNING),
        x509.NameAttribute(NameOID.COMMON_NAME, f"{MARK} {common_name}"[:64]),
    ]  # fmt: skip
    if uid:
        parts.append(x509.NameAttribute(NameOID.USER_ID, uid[:64]))
    return x509.Name(parts)


@dataclass(frozen=True)
class Profile:
    """path_length: of authorities, None for the others. ocsp_url, crl_url: where its status is."""

    path_length: int | None = None
    purpose: str = "sign"
    ocsp_url: str = ""
    crl_url: str = ""


def certificate(
    name: x509.Name,
    key: PublicKey,
    *,
    issuer: Pair | None,
    signing_key: PrivateKey,
    begin: datetime,
    days: float,
    profile: Profile,
) -> x509.Certificate:
    """One certificate. issuer None: signed by its own key."""
    is_authority = profile.path_length is not None
    issuer_key = issuer.certificate.public_key() if issuer else key
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.certificate.subject if issuer else name)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=days))
        .add_extension(x509.BasicConstraints(is_authority, profile.path_length), critical=True)
        .add_extension(_usage(is_authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key),  # type: ignore[arg-type]
            critical=False,
        )
    )
    if not is_authority:
        built = built.add_extension(
            x509.CertificatePolicies([x509.PolicyInformation(POLICY, None)]), critical=False
        )
    purposes = {"stamp": ExtendedKeyUsageOID.TIME_STAMPING, "status": ExtendedKeyUsageOID.OCSP_SIGNING}
    if profile.purpose in purposes:
        built = built.add_extension(
            x509.ExtendedKeyUsage([purposes[profile.purpose]]), critical=profile.purpose == "stamp"
        )
    if profile.purpose == "status":
        built = built.add_extension(x509.OCSPNoCheck(), critical=False)
    elif profile.ocsp_url:
        built = _with_addresses(built, profile)
    return built.sign(signing_key, hashes.SHA256())


def _with_addresses(built: x509.CertificateBuilder, profile: Profile) -> x509.CertificateBuilder:
    where = x509.UniformResourceIdentifier(profile.ocsp_url)
    lists = x509.DistributionPoint([x509.UniformResourceIdentifier(profile.crl_url)], None, None, None)
    return built.add_extension(
        x509.AuthorityInformationAccess([x509.AccessDescription(AuthorityInformationAccessOID.OCSP, where)]),
        critical=False,
    ).add_extension(x509.CRLDistributionPoints([lists]), critical=False)


def _usage(is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
