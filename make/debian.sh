#!/usr/bin/env bash
# Programs that the tests start besides our own: installed when root, named otherwise.
set -euo pipefail
missing=()
need() { command -v "$1" >/dev/null || [ -x "$2" ] || missing+=("$3"); }
# Without windows it is half the work; the whole one does where it is there and we may install nothing.
[ "$(id -u)" != 0 ] && command -v chromium >/dev/null || need chromium-headless-shell /usr/bin/chromium-headless-shell chromium-headless-shell
need apache2 /usr/sbin/apache2 apache2
# The driver of Chromium that comes with playwright is linked against it.
compgen -G '/usr/lib/*/libatomic.so.1' >/dev/null || missing+=(libatomic1)
[ -e /usr/lib/apache2/modules/mod_auth_openidc.so ] || missing+=(libapache2-mod-auth-openidc)
# Signatures are looked at by programs that are not ours, and a token is one of SoftHSM2.
need openssl /usr/bin/openssl openssl
need softhsm2-util /usr/bin/softhsm2-util softhsm2
need xmlsec1 /usr/bin/xmlsec1 xmlsec1
# Apache Spark, which a test starts as a cluster of two workers, runs on Java.
need java /usr/bin/java openjdk-17-jre-headless
need pdfsig /usr/bin/pdfsig poppler-utils
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ]; then
  echo "Installing for the tests: ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
  echo "The tests need Debian packages that are not installed. Run:" >&2
  echo "  sudo apt-get install --no-install-recommends ${missing[*]}" >&2
  exit 1
fi
