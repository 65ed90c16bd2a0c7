"""Taking files in and giving them out."""

from __future__ import annotations

import builtins
from datetime import datetime
from pathlib import PurePosixPath
from typing import BinaryIO

from django.http import Http404
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor
from khuevan.kernel.text import nfc

from . import antivirus, blobs
from .errors import FileLost, FileRefused
from .kinds import CSV, EXTENSIONS, MACROS, PLAIN, sniff
from .models import StoredFile
from .permissions import VIEW_FILES
from .purposes import ATTACHMENT, Purpose

NAME_LENGTH = 150


def store(
    actor: Actor,
    stream: BinaryIO,
    *,
    name: str,
    at: datetime,
    unit_id: int | None,
    purpose: Purpose = ATTACHMENT,
    accept: tuple[str, ...] = (),
) -> StoredFile:
    """Keeps a file, whole or not at all. The caller has checked the permission to hand it in.

    accept: media types (groups in kinds.py), default the purpose's. Raises FileRefused with the reason in words,
    StorageFull where the disk is. The content outlives a rollback without harm: it is found by `files_verify`.
    """
    wanted = accept or purpose.accept
    with blobs.draft(stream, purpose.limit) as arrived:
        media_type = sniff(arrived.path)
        if media_type == PLAIN and CSV in wanted:
            media_type = CSV
        if media_type not in wanted and not (media_type == CSV and PLAIN in wanted):
            raise FileRefused(_not_wanted(media_type, wanted))
        antivirus.scan(arrived.path)
        blobs.keep(arrived)
        with audit.act(actor, "files.file:store", at=at, unit_id=unit_id) as act:
            stored = StoredFile.objects.create(
                sha256=arrived.sha256,
                size=arrived.size,
                media_type=media_type,
                name=clean_name(name, media_type),
                purpose=purpose.code,
                unit_id=unit_id,
                uploaded_by=actor.account_id,
                uploader_name=actor.name,
                uploaded_at=at,
            )
            act.on(stored)
    return stored


def open(actor: Actor, file_id: int) -> tuple[StoredFile, BinaryIO]:  # noqa: A001 - files.open reads as it should
    """The file and its content, for its uploader and for those who may see files of its unit.

    Raises Http404 outside the actor's rows, Refused without the permission, FileRefused where the content is lost.
    """
    stored = StoredFile.objects.filter(pk=file_id).first()
    if stored is None:
        raise Http404
    own = actor.account_id is not None and stored.uploaded_by == actor.account_id
    if not own:
        access.demand(actor, VIEW_FILES, on=stored)
    return stored, content(stored)


def content(stored: StoredFile) -> BinaryIO:
    """The content of a file whose reading the caller has allowed by a rule of its own."""
    try:
        return builtins.open(blobs.place(stored.sha256), "rb")  # noqa: SIM115, PTH123 - the caller closes it
    except FileNotFoundError as lost:
        raise FileLost(_("Nội dung tệp không còn trong kho. Hãy báo quản trị viên.")) from lost


def clean_name(name: str, media_type: str) -> str:
    """A name that is safe in any folder, in NFC, whose ending tells the truth about the content."""
    last = PurePosixPath(nfc(name).replace("\\", "/")).name
    kept = "".join(sign for sign in last if sign not in '<>:"|?*/\\').strip(" .")
    ending = EXTENSIONS.get(media_type, "")
    suffix = PurePosixPath(kept).suffix
    stem = kept.removesuffix(suffix) if suffix.lower() in {*EXTENSIONS.values(), ".jpeg", ending} else kept
    return f"{stem[:NAME_LENGTH].strip(' .') or 'tep'}{ending or suffix[:20]}"


def _not_wanted(media_type: str, wanted: tuple[str, ...]) -> str:
    kinds = ", ".join(dict.fromkeys(EXTENSIONS[kind].lstrip(".") for kind in wanted if kind in EXTENSIONS))
    if media_type == MACROS:
        return _("Tệp chứa macro nên không được nhận. Hãy lưu lại thành tệp không có macro (%(kinds)s).") % {
            "kinds": kinds
        }
    known = EXTENSIONS.get(media_type, "").lstrip(".")
    if known:
        return _("Nội dung tệp là %(known)s, ở đây chỉ nhận: %(kinds)s.") % {"known": known, "kinds": kinds}
    return _("Không nhận ra loại tệp này, ở đây chỉ nhận: %(kinds)s.") % {"kinds": kinds}
