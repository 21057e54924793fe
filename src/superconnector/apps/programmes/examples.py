"""The example profiles of an ecosystem, as visitors may look at them."""

from dataclasses import dataclass
from functools import lru_cache

from superconnector.base.queries import current_edition, files_of
from superconnector.core.rules.facts import Profile
from superconnector.ecosystem import Ecosystem, read_profile
from superconnector.ecosystem.schema import Localised


@dataclass(frozen=True, slots=True)
class Example:
    """Who it is, and what is known of them."""

    title: Localised
    profile: Profile


@lru_cache(maxsize=2)
def examples(ecosystem: Ecosystem) -> tuple[Example, ...]:
    """The examples that ecosystem.yaml names and the current edition holds, in that order."""
    edition = current_edition()
    files = files_of(edition) if edition else {}
    named = ((each.title, f"examples/{each.file}") for each in ecosystem.file.examples)
    return tuple(
        Example(title, read_profile(files[path], ecosystem)) for title, path in named if path in files
    )
