"""What every page needs: the ecosystem, and the list in which it collects its sources."""

from django.http import HttpRequest
from django.utils.translation import get_language

from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.portal.citations import Citations


def page(request: HttpRequest) -> dict[str, object]:
    """Context of every template."""
    ecosystem = current_ecosystem()
    return {
        "ecosystem": ecosystem,
        "citations": Citations(ecosystem),
        "LANGUAGE_CODE": get_language() or "en",
    }
