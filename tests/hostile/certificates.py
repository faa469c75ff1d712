"""Certificates for the TLS cases, made when they are needed: one that is valid, and one for each fault."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

AUTHORITY = "authority.pem"


def make_certificates(folder: Path) -> dict[str, Path]:
    """PEM files with key and certificate by name, all but `self-signed` of the authority in `folder/authority.pem`."""
    key = ec.generate_private_key(ec.SECP256R1())
    _write_authority(folder, key)
    made = {
        "valid": ("Test authority", key, "tls-valid.example", 1),
        "expired": ("Test authority", key, "tls-expired.example", -1),
        "wrong-host": ("Test authority", key, "another.example", 1),
        "self-signed": ("tls-self-signed.example", None, "tls-self-signed.example", 1),
        "excepted": ("excepted.example", None, "excepted.example", 1),
    }
    files = {}
    for name, (issuer, signer, host, days) in made.items():
        own = ec.generate_private_key(ec.SECP256R1())
        certificate = _certificate(host, (host,), own, signer or own, issuer, days)
        files[name] = _write(folder / f"{name}.pem", own, certificate)
    return files


def make_certificate(folder: Path, *hosts: str) -> Path:
    """A PEM file with key and certificate for these hosts, of the authority in `folder/authority.pem`."""
    key, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    _write_authority(folder, key)
    return _write(folder / "hosts.pem", own, _certificate("hosts", hosts, own, key, "Test authority"))


def _write_authority(folder: Path, key: ec.EllipticCurvePrivateKey) -> None:
    authority = _certificate("Test authority", (), key, key, "Test authority")
    (folder / AUTHORITY).write_bytes(authority.public_bytes(serialization.Encoding.PEM))


def _write(path: Path, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> Path:
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


def _certificate(
    subject: str,
    hosts: tuple[str, ...],
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
    issuer: str,
    days: int = 1,
) -> x509.Certificate:
    """A certificate that is valid for `days` from now on, or was until as many days ago."""
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=2))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=not hosts, path_length=None), critical=True)
    )
    if hosts:
        names = x509.SubjectAlternativeName(map(x509.DNSName, hosts))
        builder = builder.add_extension(names, critical=False)
    return builder.sign(signer, hashes.SHA256())
