"""The API as a whole: its description, its limits, its document."""

from __future__ import annotations

import json
from typing import Any

from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from superconnector.api.calls import router as calls
from superconnector.api.finding import router as finding
from superconnector.api.planning import router as planning
from superconnector.api.problems import CONTENT_TYPE, tell_problems
from superconnector.api.programmes import router as programmes
from superconnector.api.throttle import StrangerThrottle

DESCRIPTION = """\
Support programmes of an innovation ecosystem: what they are, their terms as of a day, what is open to whom.
Calls: who may enter, when, and what came of them: published results, the showcase, trials.

Nothing that is sent is kept. Texts come in the language of `lang` or of Accept-Language (en, zh-hant,
zh-hans). Unknown is never yes and never no: `met` is null where a fact is missing or no source states the
clause. Errors are problem details (RFC 9457), in English, with codes for programs. A stranger may ask a
limited number of times; 429 and Retry-After say when to go on.
"""


class Utf8Renderer(JSONRenderer):
    """Chinese as itself and not as escapes: a third of the size."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="Superconnector",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    openapi_url=None,
    throttle=StrangerThrottle(),
    renderer=Utf8Renderer(),
    openapi_extra={"info": {"license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}},
)
api.add_router("", programmes)
api.add_router("", finding)
api.add_router("", planning)
api.add_router("", calls)
tell_problems(api)


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document as plain values; errors have their own media type."""
    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="api/v1/")))
    for operations in found["paths"].values():
        for operation in operations.values():
            for code, response in operation["responses"].items():
                if int(code) >= 400:
                    response["content"] = {CONTENT_TYPE: response["content"]["application/json"]}
    return found
