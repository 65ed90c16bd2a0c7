"""Apache with mod_auth_openidc (an OpenID-certified client that none of us wrote), started on loopback for a test."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from khuevan.kernel.testing.patience import PATIENCE
from khuevan.kernel.testing.server import free_port

APACHE = Path("/usr/sbin/apache2")
MODULES = Path("/usr/lib/apache2/modules")
NEEDED = ("mpm_event", "authn_core", "authz_core", "authz_user", "include", "dir", "mime", "auth_openidc")
INSTALL = "apt-get install -y apache2 libapache2-mod-auth-openidc"

PAGE = """<!doctype html><meta charset="utf-8"><title>Protected</title>
<p id="sub"><!--#echo var="OIDC_CLAIM_sub" --></p>
<p id="name"><!--#echo var="OIDC_CLAIM_name" --></p>
<p id="username"><!--#echo var="OIDC_CLAIM_preferred_username" --></p>
<p id="roles"><!--#echo var="OIDC_CLAIM_roles" --></p>
<p id="national_id"><!--#echo var="OIDC_CLAIM_national_id" --></p>
"""

CONFIG = """
ServerRoot {folder}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
LogLevel warn auth_openidc:info
{modules}
{identity}
StartServers 1
ServerLimit 1
ThreadsPerChild 8
MaxRequestWorkers 8
TypesConfig /etc/mime.types
DocumentRoot {folder}/pages
DirectoryIndex index.shtml

OIDCProviderMetadataURL {provider}/.well-known/openid-configuration
OIDCClientID {client_id}
OIDCClientSecret {client_secret}
OIDCRedirectURI {url}/protected/back
OIDCCryptoPassphrase {passphrase}
OIDCScope "{scope}"
OIDCPKCEMethod S256
OIDCSSLValidateServer Off
OIDCOAuthSSLValidateServer Off
OIDCPassClaimsAs both
OIDCJWKSRefreshInterval 3600
OIDCRemoteUserClaim preferred_username

<Directory {folder}/pages>
    Options +Includes
    AddType text/html .shtml
    AddOutputFilter INCLUDES .shtml
    Require all granted
</Directory>
<Location /protected/>
    AuthType openid-connect
    Require valid-user
</Location>
"""


class ApacheIsMissing(RuntimeError):
    """The proof needs Debian's packages; it says which, and is never skipped."""


@dataclass(frozen=True)
class RelyingParty:
    url: str
    folder: Path

    @property
    def callback(self) -> str:
        return f"{self.url}/protected/back"

    @property
    def page(self) -> str:
        return f"{self.url}/protected/"

    @property
    def after_logout(self) -> str:
        return f"{self.url}/out.shtml"

    def log(self) -> str:
        return (self.folder / "error.log").read_text(errors="replace")[-4000:]


def check_installed() -> None:
    """Raises ApacheIsMissing with the command that installs what is not there."""
    wanted = [APACHE, *(MODULES / f"mod_{name}.so" for name in NEEDED)]
    missing = [str(file) for file in wanted if not file.exists()]
    if missing:
        raise ApacheIsMissing(f"not found: {', '.join(missing)}. Install with: {INSTALL}")


@contextlib.contextmanager
def address() -> Iterator[RelyingParty]:
    """A place and an address for the application, before it is registered and started."""
    check_installed()
    folder = Path(tempfile.mkdtemp(prefix="khuevan-apache-"))
    folder.chmod(0o755)
    try:
        yield RelyingParty(f"http://127.0.0.1:{free_port()}", folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running(party: RelyingParty, *, provider: str, client_id: str, secret: str, scope: str) -> Iterator[None]:
    """Apache as the registered application; as root its children become www-data."""
    pages = party.folder / "pages" / "protected"
    pages.mkdir(parents=True)
    (pages / "index.shtml").write_text(PAGE, encoding="utf-8")
    (pages.parent / "out.shtml").write_text("<!doctype html><title>Out</title><p id=out>out</p>")
    identity = ""
    if os.geteuid() == 0:
        pwd.getpwnam("www-data")
        identity = "User www-data\nGroup www-data"
    config = party.folder / "apache.conf"
    config.write_text(
        CONFIG.format(
            folder=party.folder,
            port=party.url.rsplit(":", 1)[1],
            url=party.url,
            modules="\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in NEEDED),
            identity=identity,
            provider=provider,
            client_id=client_id,
            client_secret=secret.replace('"', '\\"').join('""'),
            passphrase=os.urandom(16).hex(),
            scope=scope,
        )
    )
    process = subprocess.Popen(
        [str(APACHE), "-f", str(config), "-D", "FOREGROUND"],
        start_new_session=True,
        stdout=(party.folder / "output.log").open("wb"),
        stderr=subprocess.STDOUT,
    )
    try:
        _wait(party, process)
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _wait(party: RelyingParty, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError((party.folder / "output.log").read_text() + party.log())
        try:
            urllib.request.urlopen(party.after_logout, timeout=2).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"Apache did not answer in {PATIENCE} s\n{party.log()}")
