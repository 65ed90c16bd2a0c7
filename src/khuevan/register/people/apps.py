"""The Django application of the people room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Tables are `people_*`; ids of people are int4, because they travel in an int4multirange."""

    name = "khuevan.register.people"
    label = "people"
    verbose_name = "Con người"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """Say how the tables and acts are called in the audit viewer."""
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit

        from . import queries
        from .models import Affiliation, FormerName, Guardianship, Merge, Person
        from .services import SENSITIVE_FIELDS
        from .services.merging import own

        def address(row_id: str) -> str:
            return reverse("people:person", args=[int(row_id)]) if row_id.isdecimal() else ""

        for model in (Person, Affiliation, Guardianship, FormerName, Merge):
            columns = {
                field.column: field.verbose_name
                for field in model._meta.concrete_fields
                if field.name != "id"
            }
            is_person = model is Person
            audit.subject(
                audit.Subject(
                    model._meta.db_table,
                    model._meta.verbose_name or "",
                    names=queries.names_of if is_person else lambda ids: {},
                    url=address if is_person else lambda row_id: "",
                    columns=columns,
                )
            )
        for name in SENSITIVE_FIELDS:
            audit.name_action(f"people.person:{name}", _("Xem thông tin nhạy cảm của cá nhân"))
        audit.name_action("people.person:export", _("Xuất danh sách người"))
        for what in ("person", "affiliation", "guardianship"):
            audit.name_action(f"people.{what}:load", _("Nạp dữ liệu con người"))
        audit.name_action("people.person:merge", _("Gộp hồ sơ trùng"))
        audit.name_action("people.person:unmerge", _("Tách hồ sơ đã gộp"))
        audit.subject(audit.Subject("people_mergedrow", _("Dòng đổi khi gộp hồ sơ")))
        own.declare()
