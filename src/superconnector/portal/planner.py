"""Plan a project: the form, the plan, and the files it can be taken away as."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.base.links import LinkError
from superconnector.ecosystem import Ecosystem
from superconnector.portal import plan_exports, plan_page, plan_pdf
from superconnector.portal import project_form as form
from superconnector.portal.errors import refused
from superconnector.portal.plan_made import Made, UnusableError, asked, keep, kept, made

EXPORTS: dict[str, tuple[str, Callable[[Made, Ecosystem], bytes]]] = {
    "yaml": ("application/yaml", plan_exports.as_yaml),
    "csv": ("text/csv; charset=utf-8", plan_exports.as_csv),
    "ics": ("text/calendar; charset=utf-8", plan_exports.as_calendar),
    "pdf": ("application/pdf", plan_pdf.as_pdf),
}


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """The form; a POST adds or removes a line, or keeps the project and goes to its plan."""
    ecosystem = current_ecosystem()
    if not form.usable(ecosystem):
        raise Http404
    if request.method == "GET":
        return _form(request, kept(request) or form.Draft())
    draft = form.typed(request.POST)
    if "add" in request.POST:
        return _form(request, draft.longer())
    if request.POST.get("remove", "").isdecimal():
        return _form(request, draft.without(int(request.POST["remove"][:3])))
    errors = form.read(draft, ecosystem)[1]
    if errors:
        return _form(request, draft, errors)
    keep(request, draft)
    return redirect("plan-result")


def _form(request: HttpRequest, draft: form.Draft, errors: form.Errors | None = None) -> HttpResponse:
    context = plan_page.form_context(request, current_ecosystem(), draft, errors)
    return render(request, "planner/form.html", context, status=422 if errors else 200)


@require_GET
def result(request: HttpRequest) -> HttpResponse:
    """The plan of the session's project, or of a shared link."""

    def page(ecosystem: Ecosystem, found: Made) -> HttpResponse:
        return render(request, "planner/result.html", plan_page.result_context(request, ecosystem, found))

    return _answered(request, page)


@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The plan as a file."""

    def file(ecosystem: Ecosystem, found: Made) -> HttpResponse:
        media_type, write = EXPORTS[kind]
        response = HttpResponse(write(found, ecosystem), content_type=media_type)
        response.headers["Content-Disposition"] = f'attachment; filename="plan.{kind}"'
        return response

    return _answered(request, file, further=False)


def _answered(
    request: HttpRequest, answer: Callable[[Ecosystem, Made], HttpResponse], *, further: bool = True
) -> HttpResponse:
    """The answer about the plan that is asked for; without a project the way leads to the form."""
    ecosystem = current_ecosystem()
    try:
        return answer(ecosystem, made(request, ecosystem, asked(request, ecosystem), further))
    except LinkError as error:
        return refused(request, str(error))
    except UnusableError as error:
        return refused(request, str(error), error.status) if error.status else redirect("plan")
