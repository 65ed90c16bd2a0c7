"""Addresses under /signing/, and what this room hangs into the shell."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy

from khuevan.kernel import ui

from .permissions import NAME_STAND_IN, REGISTER_CERTIFICATE, VERIFY_FILES, VIEW_SIGNATURES
from .views import batches, certificates, desk, log, signing, stand_ins, trust, verifying

app_name = "signing"
urlpatterns = [
    path("certificates", certificates.certificates, name="certificates"),
    path("certificates/register", certificates.register_certificate, name="register_certificate"),
    path("certificates/test", certificates.test_certificate, name="test_certificate"),
    path("certificates/<int:certificate_id>/retire", certificates.retire, name="retire_certificate"),
    path("sign", signing.sign, name="sign"),
    path("sign/<int:signature_id>/file", signing.signed_file, name="signed_file"),
    path("batches", batches.batches, name="batches"),
    path("batches/<int:batch_id>", batches.batch, name="batch"),
    path("batches/<int:batch_id>/list", batches.batch_list, name="batch_list"),
    path("batches/<int:batch_id>/answer", batches.batch_answer, name="batch_answer"),
    path("batches/<int:batch_id>/archive", batches.batch_archive, name="batch_archive"),
    path("batches/<int:batch_id>/files/<int:position>", batches.batch_file, name="batch_file"),
    path("desk/<int:order_id>", desk.desk_order, name="desk_order"),
    path("desk/<int:order_id>/list", desk.desk_list, name="desk_list"),
    path("verify", verifying.verify, name="verify"),
    path("trust", trust.trusted, name="trusted"),
    path("trust/authorities/add", trust.add_authority, name="add_authority"),
    path("trust/authorities/<int:authority_id>/end", trust.end_authority, name="end_authority"),
    path("trust/authorities/<int:authority_id>/file", trust.authority_file, name="authority_file"),
    path("trust/own.pem", trust.own_authority, name="own_authority"),
    path("trust/seals/add", trust.add_seal, name="add_seal"),
    path("trust/seals/<int:seal_id>/end", trust.end_seal, name="end_seal"),
    path("log", log.signatures, name="signatures"),
    path("stand-ins", stand_ins.stand_ins, name="stand_ins"),
    path("stand-ins/name", stand_ins.name_stand_in, name="name_stand_in"),
    path("stand-ins/<int:stand_in_id>/end", stand_ins.end_stand_in, name="end_stand_in"),
]

GROUP = gettext_lazy("Ký số")
NAVIGATION = (
    ui.Entry(
        "signing:verify", gettext_lazy("Kiểm tra chữ ký"), icon="file-certificate", group=GROUP,
        permission=VERIFY_FILES, order=60,
    ),
    ui.Entry(
        "signing:signatures", gettext_lazy("Nhật ký ký số"), icon="signature", group=GROUP,
        permission=VIEW_SIGNATURES, order=61,
    ),
    ui.Entry(
        "signing:stand_ins", gettext_lazy("Người ký thay"), icon="users-group", group=GROUP,
        permission=NAME_STAND_IN, order=62,
    ),
    ui.Entry(
        "signing:trusted", gettext_lazy("Nơi được tin cậy"), icon="shield-check", group=GROUP,
        permission=VERIFY_FILES, order=63,
    ),
    ui.Entry(
        "signing:certificates", gettext_lazy("Chứng thư số của tôi"), icon="certificate", place="user",
        permission=REGISTER_CERTIFICATE, order=30,
    ),
)  # fmt: skip
