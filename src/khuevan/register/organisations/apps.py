"""The Django application of the organisations room."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Tables are ``organisations_*``; unit ids are int4, because they travel in an int4multirange."""

    name = "khuevan.register.organisations"
    label = "organisations"
    verbose_name = "Tổ chức"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """Say how the tables and acts are called in the audit viewer."""
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit
        from khuevan.kernel.sheets import units

        from . import queries
        from .choices import ActKind

        def address(row_id: str) -> str:
            return reverse("organisations:unit", args=[int(row_id)]) if row_id.isdecimal() else ""

        labels = {
            "name": _("Tên"),
            "short_name": _("Tên ngắn"),
            "kind": _("Loại đơn vị"),
            "levels": _("Cấp học"),
            "ownership": _("Loại hình"),
            "area": _("Khu vực"),
            "difficulty": _("Vùng khó khăn"),
            "address": _("Địa chỉ"),
            "code": _("Mã"),
            "opened_on": _("Ngày thành lập"),
            "closed_on": _("Ngừng hoạt động từ"),
            "valid_from": _("Từ ngày"),
            "valid_until": _("Đến trước ngày"),
            "phone": _("Điện thoại"),
            "email": _("Thư điện tử"),
            "website": _("Trang thông tin"),
            "decision_number": _("Số quyết định"),
            "deciding_body": _("Cơ quan ban hành"),
            "effective_on": _("Ngày hiệu lực"),
            "note": _("Ghi chú"),
        }
        for table, label in (
            ("unitstate", _("Thông tin đơn vị theo thời kỳ")),
            ("subordination", _("Quan hệ trực thuộc")),
            ("unitact", _("Quyết định về tổ chức")),
            ("succession", _("Kế thừa")),
        ):
            own = {**labels, "kind": _("Quyết định")} if table == "unitact" else labels
            audit.subject(audit.Subject(f"organisations_{table}", label, columns=own))
        units.name_units(
            units.Units(
                by_code=lambda actor, code: queries.ids_by_code([code]).get(code),
                code_of=lambda actor, number: queries.unit(actor, number).code,
                name_of=lambda number: queries.names([number]).get(number, f"#{number}"),
                lookup="organisations:pick",
            )
        )
        audit.subject(
            audit.Subject(
                "organisations_orgunit", _("Đơn vị"), names=queries.names_of, url=address, columns=labels
            )
        )
        audit.name_units(queries.names)
        for kind in ActKind:
            audit.name_action(f"organisations.unit:{kind.value}", kind.label)
        audit.name_action("organisations.unit:export", _("Xuất danh sách trường"))
        audit.name_fact("decision", _("Số quyết định"))
        audit.name_fact("effective_on", _("Ngày hiệu lực"))
        audit.name_action("organisations.point:save", _("Ghi điểm trường"))
