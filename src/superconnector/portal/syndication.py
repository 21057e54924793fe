"""For machines: schema.org JSON-LD of a programme, and the Atom feed of changes (RFC 4287)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from superconnector.apps.programmes.finder import Change
from superconnector.base.codes import CHANGES
from superconnector.base.workings import term_in_words
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.schema import Programme
from superconnector.portal.localised import words
from superconnector.portal.visitor import midnight


def json_ld(ecosystem: Ecosystem, programme: Programme, address: str) -> SafeString:
    """A schema.org GovernmentService, safe inside a script element: no `<`, `>` or `&` survives."""
    names = programme.names
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "@id": address,
        "name": [
            {"@language": tag, "@value": text}
            for tag, text in (("en", names.en), ("zh-Hant", names.zh_hant), ("zh-Hans", names.zh_hans))
            if text
        ],
        "alternateName": list(programme.aliases),
        "description": programme.about[0].text,
        "serviceType": programme.kind,
        "areaServed": ecosystem.file.names.en,
        "isBasedOn": [source.url for source in programme.sources.values() if source.url],
    }
    if programme.address:
        data["url"] = programme.address.url
    organisation = ecosystem.organisations.get((programme.operator and programme.operator.id) or "")
    if organisation:
        data["provider"] = {"@type": "Organization", "name": organisation.names.en}
    text = json.dumps(data, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(text)  # noqa: S308 - every character that could end the element is escaped


def atom(ecosystem: Ecosystem, changes: Sequence[Change], absolute: Callable[[str], str], now: date) -> str:
    """The feed as text. Each entry's id is the programme's address with the day and kind of change."""
    feed = Atom1Feed(
        title=_("What is new: %(place)s") % {"place": words(ecosystem.file.names)},
        link=absolute(reverse("changes")),
        description="",
        feed_url=absolute(reverse("feed")),
        author_name="Superconnector",
    )
    seen: Counter[str] = Counter()
    for change in changes:
        address = absolute(reverse("programme", args=[change.programme.id]))
        key = f"{address}#{change.on.isoformat()}-{change.kind}-{change.part}"
        seen[key] += 1
        feed.add_item(
            title=f"{words(change.programme.names)}: {CHANGES[change.kind]}",
            link=f"{address}?on={change.on.isoformat()}",
            description=_what(change, ecosystem) or str(CHANGES[change.kind]),
            unique_id=f"{key}-{seen[key]}",
            pubdate=midnight(change.on, ecosystem),
            updateddate=midnight(change.on, ecosystem),
        )
    return feed.writeString("utf-8")


def _what(change: Change, ecosystem: Ecosystem) -> str:
    """The change in one line: what it was known by, the figure before and after, the note."""
    figures = [term_in_words(term, ecosystem) for term in (change.before, change.term) if term]
    return ". ".join(part for part in (change.text, " → ".join(filter(None, figures)), change.note) if part)
