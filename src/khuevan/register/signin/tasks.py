"""What sign-in sweeps up every night."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.kernel import access, clock, database, jobs
from khuevan.kernel.events import subscribe
from khuevan.register.accounts.events import PasswordReset
from khuevan.register.signin import services
from khuevan.register.signin.services import attempts


@jobs.every("40 18 * * *")
@jobs.job("signin.sweep", label=_("Dọn mã đăng nhập đã hết hạn"))
def sweep(progress: jobs.Progress) -> dict[str, int]:
    """01:40 in Việt Nam. Answers how many rows of each kind went."""
    with database.acting(access.system("dọn dẹp")):
        return services.sweep_expired(at=clock.now())


@subscribe(PasswordReset)
def password_reset(event: PasswordReset) -> None:
    """Whoever waits after wrong passwords may come in with the new one at once."""
    with database.acting(access.system("đăng nhập")):
        attempts.forget(event.username)
