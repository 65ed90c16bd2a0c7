"""The few pages and acts of the shell itself: palette, language, theme, gallery."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.access import public, signed_in
from khuevan.kernel.events import publish

from . import gallery as specimens
from .assets import asset_text
from .events import LanguageChosen
from .palette import Found, search
from .shell import THEME_COOKIE, THEMES, fragment, keep, render


@dataclass(frozen=True)
class PalettePage:
    text: str
    groups: tuple[tuple[str, tuple[tuple[int, Found], ...]], ...]
    count: int


@public("no data: says that the server answers")
def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@public("a script, the same for everybody")
@require_GET
def away(request: HttpRequest) -> HttpResponse:
    """The service worker (`frontend/away.js`): from here, because a worker reaches no higher than its own address unless
    the answer allows it. Asked for again at each visit, so that a new release is in force at once."""
    response = HttpResponse(asset_text("away.js"), content_type="text/javascript")
    response["Service-Worker-Allowed"] = "/"
    response["Cache-Control"] = "no-cache"
    return response


@signed_in("finds what each source lets the actor see")
@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    """A page with a search box; for the dialog (a script's request) only the options."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = search(request.actor, text)  # type: ignore[attr-defined]
    kinds = list(dict.fromkeys(str(item.kind) for item in found))
    found.sort(key=lambda item: kinds.index(str(item.kind)))
    groups = groupby(enumerate(found), key=lambda pair: str(pair[1].kind))
    page = PalettePage(text, tuple((kind, tuple(pairs)) for kind, pairs in groups), len(found))
    if request.headers.get("X-Palette"):
        return fragment(request, "ui/palette_options.html", page)
    return render(request, "ui/palette.html", page)


@public("a preference kept in the visitor's own cookie")
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Whoever is signed in keeps it with the account, too: rooms above hear of it."""
    known = {code for code, _name in settings.LANGUAGES}
    chosen = request.POST.get("language", "")
    actor = request.actor  # type: ignore[attr-defined]
    if chosen in known and actor.account_id is not None and not actor.acting_for:
        publish(LanguageChosen(actor.account_id, chosen))
    return _remember(request, settings.LANGUAGE_COOKIE_NAME, chosen, known)


@public("a preference kept in the visitor's own cookie")
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    return _remember(request, THEME_COOKIE, request.POST.get("theme", ""), set(THEMES))


def _remember(request: HttpRequest, cookie: str, value: str, known: set[str]) -> HttpResponse:
    """Back to where the person was, never to another site; a value we do not know changes nothing."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if value in known:
        keep(response, cookie, value)
    return response


@public("no data: shows the components")
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery.html", specimens.page(request))


@public("no data: shows the components")
def gallery_branch(request: HttpRequest) -> HttpResponse:
    return fragment(request, "ui/gallery_branch.html", specimens.BRANCH)


@public("no data: shows the components")
@require_POST
def gallery_reveal(request: HttpRequest) -> HttpResponse:
    return HttpResponse(specimens.REVEALED)


@public("no data: shows the components")
def gallery_progress(request: HttpRequest) -> HttpResponse:
    done = int(step) if (step := request.GET.get("done", "0")).isdecimal() and len(step) < 4 else 0
    return fragment(request, "ui/gallery_progress.html", specimens.Work(min(done + 20, 100)))
