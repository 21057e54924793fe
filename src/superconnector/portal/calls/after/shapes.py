"""3D models in the browser: a small page of its own, framed by the entry's page, with a policy of its own.

The viewer writes a style element into its shadow tree and loads textures as blobs. Only this page allows
that, and nothing of a visitor is on it.
"""

from __future__ import annotations

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from superconnector.apps.calls.access import call_or_not
from superconnector.base.files.previews import SHAPES, glb_of
from superconnector.portal.calls.after.guards import frame
from superconnector.portal.calls.after.showcase import file_of, page_of
from superconnector.portal.files import send_preview

POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, "'wasm-unsafe-eval'"],  # the decoder of packed meshes; no eval of JavaScript
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "blob:", "data:"],
    "connect-src": [SELF, "blob:", "data:"],
    "font-src": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
}


@csp_replace(POLICY)
@xframe_options_sameorigin
@require_GET
def viewer(request: HttpRequest, call_id: str, number: str, digest: str) -> HttpResponse:
    """The model, to be turned by hand, wheel or arrow keys."""
    call = call_or_not(call_id)
    page = page_of(request, call, number)
    found = file_of(page, digest)
    if found.stored.kind not in SHAPES:
        raise Http404(digest)
    return render(request, "calls/after/viewer.html", frame(call) | {"shown": page, "each": found})


@require_GET
def model(request: HttpRequest, call_id: str, number: str, digest: str) -> FileResponse:
    """The model as binary glTF. Raises Http404 where it cannot be made."""
    path = glb_of(file_of(page_of(request, call_or_not(call_id), number), digest).stored)
    if path is None:
        raise Http404(digest)
    return send_preview(path, "model/gltf-binary")
