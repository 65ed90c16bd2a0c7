"""For search engines: where they may look, and every address there is."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from markupsafe import escape

from khuevan.governance.reports import queries as reports
from khuevan.governance.targets import queries as targets
from khuevan.kernel import clock, ui
from khuevan.kernel.access import public
from khuevan.kernel.ui.languages import prefix_of

from .. import queries

PAGES = ("portal:home", "portal:schools", "portal:map", "portal:reports", "targets:public_list", "maturity:public",
         "indicators:public_list", "copies:verify")  # fmt: skip


@public("Says which addresses are for everybody; no data.")
@require_safe
@ui.for_everybody
def robots(request: HttpRequest) -> HttpResponse:
    """Everything else asks for a sign-in; verification is left out, as its addresses hold codes."""
    allowed = ["/portal/", "/targets/public/", "/maturity/public/", "/indicators/public/", "/static/"]
    lines = ["User-agent: *"]
    for code, _name in settings.LANGUAGES:
        lines += [f"Allow: {prefix_of(code)[:-1]}{path}" for path in allowed]
    lines += ["Disallow: /", f"Sitemap: {settings.PUBLIC_ADDRESS}{reverse('portal:site_map')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public("Addresses of public pages.")
@require_safe
@ui.for_everybody
def site_map(request: HttpRequest) -> HttpResponse:
    """Each page with the same in the other languages."""
    body = "".join(_entry(path) for path in _paths())
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    )
    return HttpResponse(f"{head}{body}</urlset>\n", content_type="application/xml; charset=utf-8")


def _paths() -> Iterator[str]:
    today = clock.today()
    yield from (reverse(name) for name in PAGES)
    for plan in targets.published_plans().values_list("pk", flat=True):
        yield reverse("targets:public", args=[plan])
    for report in reports.published_reports():
        yield reverse("portal:report", args=[report.report_id])
    for found in queries.public_figures(on=today):
        yield reverse("indicators:public", args=[found.indicator.code])
    for code in queries.school_addresses(on=today):
        yield reverse("portal:school", args=[code])


def _entry(path: str) -> str:
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{_whole(path, code)}"/>'
        for code, _name in settings.LANGUAGES
    )
    return f"<url><loc>{_whole(path, settings.LANGUAGE_CODE)}</loc>{others}</url>\n"


def _whole(path: str, language: str) -> str:
    return str(escape(f"{settings.PUBLIC_ADDRESS}{prefix_of(language)}{path[1:]}"))
