"""The small parts: shares, texts in three languages."""

from __future__ import annotations

from fractions import Fraction

import pytest
from pydantic import ValidationError

from superconnector.ecosystem.schema import Event, Localised
from superconnector.ecosystem.schema.parts import simplified
from superconnector.ecosystem.shares import parse_share


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("full", Fraction(1)),
        ("3:1", Fraction(3, 4)),
        ("1:1", Fraction(1, 2)),
        ("0:1", Fraction(0)),
        ("1:0", Fraction(1)),
        ("100000000:1", Fraction(100_000_000, 100_000_001)),
        ("75%", Fraction(3, 4)),
        ("33.33%", Fraction(3_333, 10_000)),
        ("100 %", Fraction(1)),
        ("0%", Fraction(0)),
    ],
)
def test_shares(text: str, expected: Fraction) -> None:
    assert parse_share(text) == expected


@pytest.mark.parametrize(
    "text", ["", "0:0", "101%", "3:1:1", "-1:2", "3/4", "75", "0.75", "Full", "٣:١", "1e2%", "1:9999999999"]
)
def test_what_is_no_share(text: str) -> None:
    with pytest.raises(ValueError, match=r"^write a share as 3:1"):
        parse_share(text)


def localised(**texts: str) -> Localised:
    return Localised.model_validate({language.replace("_", "-"): text for language, text in texts.items()})


def test_each_language_falls_back_to_the_nearest() -> None:
    english = localised(en="Grant")
    assert [english.text(language) for language in ("en", "zh-hant", "zh-hans")] == ["Grant"] * 3
    derived = localised(en="Grant", zh_hant="創新及科技基金")
    assert derived.text() == "Grant"
    assert derived.text("zh-hant") == "創新及科技基金"
    assert derived.text("zh-hans") == "创新及科技基金"
    given = localised(en="Grant", zh_hant="資助", zh_hans="资助金")
    assert given.text("zh-hans") == "资助金"


def test_simplified_chinese_keeps_what_is_the_same_in_both() -> None:
    assert simplified("香港 2024 HK$ 計劃") == "香港 2024 HK$ 计划"


@pytest.mark.parametrize("printed", ["2024-13", "2023-02-29", "2024-00", "2024-04-31", "0000"])
def test_an_event_is_on_a_day_month_or_year_of_the_calendar(printed: str) -> None:
    with pytest.raises(ValidationError, match=f"there is no {printed} in the calendar"):
        Event.model_validate({"on": printed, "text": "It opened.", "source": ["page"]})
