"""Names in texts: who is found, who is not, and exactly where."""

from __future__ import annotations

import pytest

from superconnector.core.text.naming import MOST_FOUND, Kind, Name, names_in

NAMES = ("Chan Tai Man", "陳大文", "José Álvarez", "Ivy")
PERSON = {each: Name(Kind.PERSON, each) for each in NAMES}


def found(text: str, kind: Kind, name: str) -> list[str]:
    return [text[each.start : each.end] for each in names_in(text, [Name(kind, name)])]


@pytest.mark.parametrize(
    ("text", "name", "seen"),
    [
        ("Made by Chan Tai Man, 2026", "Chan Tai Man", ["Chan Tai Man"]),
        ("MADE BY CHAN  TAI-MAN.", "Chan Tai Man", ["CHAN  TAI-MAN"]),
        ("Tai Man Chan and others", "Chan Tai Man", ["Tai Man Chan"]),
        ("Chan, Tai Man", "Tai Man Chan", ["Chan, Tai Man"]),
        ("ＣＨＡＮ ＴＡＩ ＭＡＮ", "Chan Tai Man", ["ＣＨＡＮ ＴＡＩ ＭＡＮ"]),
        ("https://github.com/chantaiman/lamp", "Chan Tai Man", ["chantaiman"]),
        ("our Tai Man draws", "Chan Tai Man", ["Tai Man"]),
        ("Peter Chan drew it", "Peter Chan Tai Man", ["Peter Chan"]),
        ("由Chan Tai Man設計", "Chan Tai Man", ["Chan Tai Man"]),
        ("Jose ALVAREZ", "José Álvarez", ["Jose ALVAREZ"]),
        ("Jose\u0301 A\u0301lvarez", "José Álvarez", ["Jose\u0301 A\u0301lvarez"]),
        ("Ch\u00adan Tai\u200b Man", "Chan Tai Man", ["Ch\u00adan Tai\u200b Man"]),
        ("Thanks, Ivy!", "Ivy", ["Ivy"]),
        ("Al Li, al_li", "Al Li", ["Al Li", "al_li"]),
        ("Chan\nTai Man", "Chan Tai Man", ["Chan\nTai Man"]),
    ],
)
def test_a_person_is_found_however_the_name_is_written(text: str, name: str, seen: list[str]) -> None:
    assert found(text, Kind.PERSON, name) == seen


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mr Chan came", "Chan Tai Man"),
        ("Chandra Tai Mango", "Chan Tai Man"),
        ("the ivory tower, envy", "Ivy"),
        ("all i need, alli", "Al Li"),
        ("Chan. That man. Tai chi.", "Chan Tai Man"),
        ("陳先生大文化", "陳大文"),
        ("X marks the spot", "X"),
        ("anything", ""),
        ("anything", "——"),
        ("文", "文"),
    ],
)
def test_what_only_looks_alike_is_not_found(text: str, name: str) -> None:
    assert found(text, Kind.PERSON, name) == []


@pytest.mark.parametrize(
    ("text", "name", "seen"),
    [
        ("隊長是陳大文同學", "陳大文", ["陳大文"]),
        ("隊長:陳 大 文", "陳大文", ["陳 大 文"]),
        ("陳大文", "陳 大文", ["陳大文"]),
        ("Chan Tai Man 又名陳大文", "陳大文 Chan Tai Man", ["Chan Tai Man", "陳大文"]),
        ("陈大文", "陳大文", []),
        ("艾力‧陳", "艾力", ["艾力"]),
    ],
)
def test_a_chinese_name_is_found_within_a_text(text: str, name: str, seen: list[str]) -> None:
    assert found(text, Kind.PERSON, name) == seen


@pytest.mark.parametrize(
    ("text", "name", "seen"),
    [
        ("Bright Lamp Limited made it", "Bright Lamp Ltd.", ["Bright Lamp"]),
        ("BRIGHT LAMP LTD", "Bright Lamp Ltd", ["BRIGHT LAMP LTD"]),
        ("A lamp for the square", "Lamp Ltd", []),
        ("Lamp Ltd", "Lamp Ltd", ["Lamp Ltd"]),
        ("明燈科技的產品", "明燈科技有限公司", ["明燈科技"]),
        ("明燈有限公司的明燈", "明燈有限公司", ["明燈有限公司"]),
        ("City University of Hong Kong", "The University of Hong Kong", []),
        ("at HKUST-ready sites", "HKUST", ["HKUST"]),
    ],
)
def test_an_organisation_is_found_whole(text: str, name: str, seen: list[str]) -> None:
    assert found(text, Kind.ORGANISATION, name) == seen


@pytest.mark.parametrize(
    ("text", "name", "seen"),
    [
        ("Write to Ivy@Acme.example.", "ivy@acme.example", ["Ivy@Acme.example"]),
        ("not-ivy@acme.example", "ivy@acme.example", []),
        ("ivy@acme.example.org", "ivy@acme.example", []),
        ("no address", "ivy", []),
    ],
)
def test_an_address_is_found_whole(text: str, name: str, seen: list[str]) -> None:
    assert found(text, Kind.ADDRESS, name) == seen


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("see https://www.ACME.example/lamp", ["ACME.example"]),
        ("see acme.example.", ["acme.example"]),
        ("tom@acme.example", ["acme.example"]),
        ("notacme.example, acme.example.org, my-acme.example", []),
    ],
)
def test_a_domain_is_found_with_its_subdomains(text: str, seen: list[str]) -> None:
    assert found(text, Kind.DOMAIN, "acme.example") == seen


def test_the_longest_name_wins_and_each_says_whose_it_is() -> None:
    address, domain = Name(Kind.ADDRESS, "ivy@acme.example"), Name(Kind.DOMAIN, "acme.example")
    text = "ivy@acme.example or www.acme.example, says Chan Tai Man"
    places = names_in(text, [domain, PERSON["Chan Tai Man"], address])
    assert [(each.name, each.start) for each in places] == [
        (address, 0),
        (domain, text.index("www.") + 4),
        (PERSON["Chan Tai Man"], text.index("Chan")),
    ]


def test_places_are_those_of_the_text_and_not_of_what_was_folded() -> None:
    text = "ﬃ㍿ßẞ 陳大文 ﬁn"
    (only,) = names_in(text, [PERSON["陳大文"]])
    assert (text[only.start : only.end], only.start) == ("陳大文", text.index("陳"))


def test_signs_of_expressions_in_a_name_are_only_signs() -> None:
    assert found("a (b) [c] .* +", Kind.PERSON, "(.*) [a-z]+ (?P<x>") == []
    assert found("C++ Makers Club", Kind.ORGANISATION, "C++ Makers Club") == ["C++ Makers Club"]


def test_no_names_find_nothing_and_many_are_bounded() -> None:
    assert names_in("Ivy", []) == ()
    assert len(names_in("Ivy " * 1000, [PERSON["Ivy"], PERSON["Ivy"]])) == MOST_FOUND


def test_a_long_text_of_nearly_names_takes_no_longer_than_it_is_long() -> None:
    text = "Chan Tai " * 20_000 + "陳大" * 20_000 + "a@" * 20_000
    assert found(text, Kind.ADDRESS, "a@b.example") == []
    seen = names_in(text, [PERSON["陳大文"], PERSON["José Álvarez"], Name(Kind.DOMAIN, "b.example")])
    assert seen == ()
