"""Whatever a file holds, it is read or refused with words; nothing crashes."""

from __future__ import annotations

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from superconnector.ecosystem import (
    Ecosystem,
    EcosystemError,
    Problem,
    ProfileError,
    Severity,
    check,
    fits,
    load,
    read_profile,
)
from superconnector.ecosystem.document import Document, read_document
from tests.ecosystem.folders import small_folder

SMALL = small_folder()
PATHS = sorted(SMALL)
WORDS = """a on no 1 -1 1_0 1e9 2024-02-30 ~ '' &a *a !x << | > - : , # --- % @ ' " { } [ ] 科"""
PIECES = st.sampled_from(
    [*WORDS.split(), ": ", "- ", "? ", "\n", "  ", "\t", "\ufeff", "\x00", '"\\0"', "a: b\n"]
)
YAMLISH = st.lists(PIECES, max_size=30).map("".join)


@given(YAMLISH | st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = read_document("a.yaml", text)
    if isinstance(found, Document):
        assert () in found.spots
    else:
        assert all(problem.path == "a.yaml" and problem.line >= 1 and problem.message for problem in found)


@given(
    st.recursive(
        st.text(max_size=8),
        lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=5), below, max_size=3),
    )
)
def test_what_is_written_with_quotes_comes_back(value: object) -> None:
    text = yaml.safe_dump(value, default_style='"', allow_unicode=True)
    found = read_document("a.yaml", text.replace("!!null", ""))
    assert not isinstance(found, Document) or found.value == value


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_damaged_folder_is_told_never_loaded_half(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(PATHS))
    lines = SMALL[path].splitlines(keepends=True)
    first = data.draw(st.integers(0, len(lines) - 1))
    last = data.draw(st.integers(first, min(first + 3, len(lines))))
    damage = data.draw(YAMLISH)
    files = SMALL | {path: "".join([*lines[:first], damage, *lines[last:]])}
    problems = check(files)
    refused = refusal(files)
    assert set(refused) <= set(problems)
    if not refused:
        assert all(p.severity is Severity.WARNING or p.path.startswith("examples/") for p in problems)


def refusal(files: dict[str, str]) -> tuple[Problem, ...]:
    try:
        load(files)
    except EcosystemError as error:
        return error.problems
    return ()


@settings(deadline=None)
@given(text=YAMLISH | st.text(max_size=60))
def test_any_profile_is_read_or_refused(town: Ecosystem, text: str) -> None:
    try:
        profile = read_profile(text, town)
    except ProfileError as error:
        profile = {}
        found = error.problems
    else:
        found = ()
    assert all(problem.message and problem.line >= 1 for problem in found)
    assert all(fits(value, fact, town) for fact, value in profile.items())
