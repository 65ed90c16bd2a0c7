"""Refuses to serve in production with an unsafe configuration, in words, before the first request.

Registered as Django checks with the tag `deploy-safety`; web and worker run them when they start,
an operator by `python -m khuevan check --deploy --tag deploy-safety`.
Every message is in Vietnamese and in English: it is read in a journal, where no language was chosen.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004

TAG = "deploy-safety"
EX_CONFIG = 78
ENVIRONMENTS = ("demo", "production", "test")
ONE_SCHOOL = "one-school"
_SECRET_LENGTH, _SECRET_LETTERS = 50, 16
_SPOILED = ("changeme", "change-me", "thay-khoa", "django-insecure", "secretkey", "khuevan-secret", "example")
_OTHERS = stat.S_IRWXO


def unsafe(number: int, vi: str, en: str, *, hint: str = "") -> Error:
    return Error(f"{vi}\n    {en}", hint=hint or None, id=f"khuevan.E{number:03}")


def doubtful(number: int, vi: str, en: str, *, hint: str = "") -> Warning:
    return Warning(f"{vi}\n    {en}", hint=hint or None, id=f"khuevan.W{number:03}")


def stop_if_unsafe() -> None:
    """Before the rooms are loaded: ends the process with code 78 if the settings are unsafe, only writes where they
    are doubtful.

    Outside production only the name of the environment is checked: `KHUEVAN_ENV=prod` must not be taken
    for a demonstration.
    """
    messages = list(_environment())
    if settings.PRODUCTION and not messages:
        messages = [*settings_are_safe(), *data_folder_is_closed()]
    _stop_for(messages)


def stop_if_database_is_unsafe() -> None:
    """The same of what only the database can tell, once the rooms are loaded."""
    if settings.PRODUCTION:
        _stop_for(database_is_safe())


def _stop_for(messages: Iterable[CheckMessage]) -> None:
    errors = 0
    for message in messages:
        serious = message.is_serious()
        errors += serious
        mark = "KHÔNG AN TOÀN" if serious else "LƯU Ý"
        hint = f"\n    → {message.hint}" if message.hint else ""
        sys.stderr.write(f"{mark} ({message.id}) {message.msg}{hint}\n")
    if errors:
        sys.stderr.write(
            f"Không khởi động: {errors} điểm cấu hình không an toàn (xem docs/operations.md).\n"
            f"    Not started: {errors} unsafe settings (see docs/operations.md).\n"
        )
        sys.stderr.flush()
        sys.exit(EX_CONFIG)


def _environment() -> Iterator[CheckMessage]:
    if settings.ENVIRONMENT not in ENVIRONMENTS:
        yield unsafe(
            1,
            f"KHUEVAN_ENV={settings.ENVIRONMENT!r} không phải là một môi trường.",
            f"KHUEVAN_ENV={settings.ENVIRONMENT!r} is no environment.",
            hint="KHUEVAN_ENV=production",
        )


@register(TAG, deploy=True)
def settings_are_safe(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """What can be told from the environment alone."""
    return [
        *_environment(),
        *_secret(),
        *_debug(),
        *_hosts(),
        *_transport(),
        *_second_factor(),
        *_antivirus(),
        *_addresses(),
    ]


@register(TAG, deploy=True)
def data_folder_is_closed(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Stored files and keys are for the platform's own user only."""
    found: list[CheckMessage] = []
    for folder in (Path(settings.DATA), Path(settings.FILES_ROOT), Path(settings.KEYS_ROOT)):
        try:
            mode = folder.stat().st_mode
        except OSError:
            continue
        if mode & _OTHERS:
            found.append(
                unsafe(
                    20,
                    f"Thư mục dữ liệu {folder} mở cho mọi người dùng của máy ({stat.filemode(mode)}).",
                    f"The data folder {folder} is open to every user of the machine ({stat.filemode(mode)}).",
                    hint=f"chmod o-rwx {folder}",
                )
            )
            break
    return found


@register(TAG, deploy=True)
def database_is_safe(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """What only the database itself can tell."""
    from . import checks_database

    return checks_database.state()


def _secret() -> Iterator[CheckMessage]:
    key = os.environ.get("KHUEVAN_SECRET_KEY", "")
    hint = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    if not key:
        yield unsafe(2, "Chưa đặt KHUEVAN_SECRET_KEY.", "KHUEVAN_SECRET_KEY is not set.", hint=hint)
    elif any(word in key.lower() for word in _SPOILED):
        yield unsafe(
            2, "KHUEVAN_SECRET_KEY là khóa mẫu.", "KHUEVAN_SECRET_KEY is an example, known to all.", hint=hint
        )
    elif len(key) < _SECRET_LENGTH or len(set(key)) < _SECRET_LETTERS:
        yield unsafe(
            2,
            f"KHUEVAN_SECRET_KEY quá ngắn hoặc quá đơn giản: cần ít nhất {_SECRET_LENGTH} ký tự ngẫu nhiên.",
            f"KHUEVAN_SECRET_KEY is too short or too plain: {_SECRET_LENGTH} random characters at least.",
            hint=hint,
        )


def _debug() -> Iterator[CheckMessage]:
    if settings.DEBUG or os.environ.get("KHUEVAN_DEBUG", "") not in ("", "0"):
        yield unsafe(
            3,
            "KHUEVAN_DEBUG đang bật: trang lỗi sẽ lộ mã nguồn và dữ liệu.",
            "KHUEVAN_DEBUG is on: error pages would show code and data.",
            hint="Bỏ KHUEVAN_DEBUG / unset KHUEVAN_DEBUG",
        )


def _hosts() -> Iterator[CheckMessage]:
    hosts = list(settings.ALLOWED_HOSTS)
    if not hosts:
        yield unsafe(
            4,
            "Chưa đặt KHUEVAN_HOSTS: tên miền mà người dùng gõ.",
            "KHUEVAN_HOSTS is not set: the names under which people reach the platform.",
            hint="KHUEVAN_HOSTS=giaoduc.lamdong.gov.vn",
        )
    for host in hosts:
        if "*" in host or host.startswith("."):
            yield unsafe(
                4,
                f"KHUEVAN_HOSTS chứa {host!r}: tên miền nào cũng được nhận.",
                f"KHUEVAN_HOSTS holds {host!r}: any name would be accepted, links in mails could be forged.",
                hint="Ghi đủ từng tên miền / write out each name",
            )


def _transport() -> Iterator[CheckMessage]:
    if not settings.BEHIND_PROXY:
        yield unsafe(
            5,
            "Không có máy chủ trung gian TLS: mật khẩu sẽ đi qua mạng không mã hóa.",
            "No TLS-terminating proxy: passwords would cross the network in plain text.",
            hint="deploy/nginx.conf, KHUEVAN_PROXY=1",
        )
    for origin in settings.CSRF_TRUSTED_ORIGINS:
        if not origin.startswith("https://") or "*" in origin:
            yield unsafe(
                6,
                f"KHUEVAN_ORIGINS chứa {origin!r}: chỉ nhận địa chỉ https:// đầy đủ.",
                f"KHUEVAN_ORIGINS holds {origin!r}: only full https:// addresses may send forms.",
            )
    if settings.ALLOWED_HOSTS and not settings.PUBLIC_ADDRESS.startswith("https://"):
        yield unsafe(
            8,
            f"KHUEVAN_ADDRESS là {settings.PUBLIC_ADDRESS!r}: địa chỉ in trong văn bản đã ký phải là https:// đầy đủ.",
            f"KHUEVAN_ADDRESS is {settings.PUBLIC_ADDRESS!r}: signed documents name a full https:// address.",
            hint="KHUEVAN_ADDRESS=https://giaoduc.lamdong.gov.vn",
        )


def _second_factor() -> Iterator[CheckMessage]:
    if "administrator" not in getattr(settings, "SIGNIN_SECOND_FACTOR_ROLES", ()):
        yield unsafe(
            7,
            "Quản trị viên được miễn xác thực hai bước (KHUEVAN_SECOND_FACTOR_ROLES).",
            "Administrators are let in without a second factor (KHUEVAN_SECOND_FACTOR_ROLES).",
            hint="Bỏ biến này, hoặc / unset it, or KHUEVAN_SECOND_FACTOR_ROLES=administrator,department_officer",
        )


def _antivirus() -> Iterator[CheckMessage]:
    if not settings.ANTIVIRUS_COMMAND:
        yield doubtful(
            8,
            "Chưa có phần mềm diệt vi-rút: tệp tải lên không được quét.",
            "No antivirus is set: uploaded files are not scanned.",
            hint="KHUEVAN_ANTIVIRUS='clamdscan --fdpass --no-summary'",
        )


def _addresses() -> Iterator[CheckMessage]:
    addresses = settings.DATABASE_ADDRESSES
    if addresses.embedded and os.environ.get("KHUEVAN_EMBEDDED") == ONE_SCHOOL:
        yield doubtful(
            10,
            "Đang dùng PostgreSQL nhúng: chỉ dành cho một trường, trên máy không có người dùng khác.",
            "The embedded PostgreSQL is in use: for a single school, on a machine without other users.",
        )
    elif addresses.embedded:
        yield unsafe(
            10,
            "PostgreSQL nhúng không dành cho máy chủ: ai có tài khoản trên máy này đều vào được.",
            "The embedded PostgreSQL is not for a server: whoever has an account on this machine gets in.",
            hint=f"DATABASE_URL + DATABASE_OWNER_URL (deploy/README.md); một trường / one school:"
            f" KHUEVAN_EMBEDDED={ONE_SCHOOL}",
        )
    elif addresses.admin is not None:
        yield unsafe(
            11,
            "DATABASE_URL là tài khoản quản trị máy chủ cơ sở dữ liệu; cần tài khoản của ứng dụng.",
            "DATABASE_URL is a log-in of the database server's administrator; the application's is wanted.",
            hint="deploy/roles.sql, DATABASE_URL=…khuevan_app…, DATABASE_OWNER_URL=…khuevan_owner…",
        )
    elif addresses.owner.password:
        yield doubtful(
            12,
            "Tiến trình phục vụ biết mật khẩu của chủ sở hữu cơ sở dữ liệu; nó không cần.",
            "The serving process knows the password of the database's owner; it needs none.",
            hint="deploy/README.md: owner.env",
        )
