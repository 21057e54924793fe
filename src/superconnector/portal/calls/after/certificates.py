"""Certificates: issued and revoked by chairs, fetched by teams, verified by anybody who has the code."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from superconnector.apps.calls.actions.certificates import issue_certificates, revoke_certificate
from superconnector.apps.calls.queries.certificates import (
    certificate_of,
    certificates_seen_by,
    may_fetch,
)
from superconnector.ecosystem.schema import Localised
from superconnector.portal.calls.after.certificate_pdf import as_pdf
from superconnector.portal.calls.after.guards import frame, in_chair


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, call_id: str) -> HttpResponse:
    """All that were issued; a POST issues the missing ones, and changes nothing when said twice."""
    chair = in_chair(request, call_id)
    if request.method == "POST":
        issue_certificates(actor=chair.user, now=timezone.now(), call=chair.call)
        messages.success(
            request, _("Every member of a team with a published decision has a certificate now.")
        )
        return redirect("chair-certificates", call_id)
    found = {"certificates": list(certificates_seen_by(chair)), "tab": "certificates"}
    return render(request, "calls/after/certificates.html", frame(chair.call) | found)


@login_required
@require_POST
def revoke(request: HttpRequest, call_id: str, certificate_id: int) -> HttpResponse:
    """From now on the code says that it was revoked, and why."""
    chair = in_chair(request, call_id)
    certificate = certificates_seen_by(chair).filter(pk=certificate_id, revoked_at__isnull=True).first()
    if certificate is None:
        raise Http404(certificate_id)
    because = request.POST.get("because", "")[:1000]
    try:
        revoke_certificate(actor=chair.user, now=timezone.now(), certificate=certificate, because=because)
    except ValueError:
        messages.error(request, _("Write why; whoever verifies the certificate reads it."))
    else:
        messages.success(request, _("The certificate is revoked."))
    return redirect("chair-certificates", call_id)


@require_GET
def look_up(request: HttpRequest) -> HttpResponse:
    """A field for the code; the answer has an address of its own."""
    code = "".join(sign for sign in request.GET.get("code", "") if sign.isalnum() or sign == "-")
    if code:
        return redirect("certificate", code[:60])
    return render(request, "calls/after/verify.html", {"code": "", "certificate": None, "room": "calls"})


@never_cache
@require_GET
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Whether there is such a certificate, what it says, and whether it holds."""
    found = certificate_of(code)
    context: dict[str, Any] = {"code": code, "certificate": found, "room": "calls"}
    if found:
        context |= {
            "names": Localised.model_validate(found.body["call"]),
            "prize": Localised.model_validate(found.body["prize"]) if found.body["prize"] else None,
            "mine": request.user.is_authenticated and may_fetch(found, request.user),
        }
    return render(request, "calls/after/verify.html", context, status=200 if found else 404)


@never_cache
@login_required
@require_GET
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The document, for the team and for chairs. A revoked one is not handed out any more."""
    found = certificate_of(code)
    if found is None or found.revoked_at or not may_fetch(found, request.user):  # type: ignore[arg-type]
        raise Http404(code)
    address = request.build_absolute_uri(reverse("certificate", args=[found.code]))
    response = HttpResponse(as_pdf(found, address), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{found.code}.pdf"'
    return response
