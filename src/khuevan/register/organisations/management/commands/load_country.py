"""``python -m khuevan load_country``: the ministry, the departments and the communes of the country."""

from typing import Any

from django.core.management.base import BaseCommand

from khuevan.kernel import access, clock, database
from khuevan.register.organisations import services


class Command(BaseCommand):
    """Loads the country, or what of it is missing."""

    help = "Nạp Bộ, các Sở và 3.321 xã, phường, đặc khu (chạy lại không thay đổi gì)"

    def handle(self, *args: Any, **options: Any) -> None:
        """Run as the platform itself."""
        actor = access.system()
        with database.acting(actor):
            loaded = services.load_country(actor, at=clock.now())
        self.stdout.write(f"{loaded.provinces} tỉnh, {loaded.departments} sở, {loaded.communes} xã")
