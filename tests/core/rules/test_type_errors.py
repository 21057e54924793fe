"""What is wrong is said in the words of the field, at its place, with the name that was meant."""

import pytest

from superconnector.core.rules import RuleError, Type, parse
from tests.core.rules.words import VOCABULARY, read


def error(text: str, **known: object) -> RuleError:
    with pytest.raises(RuleError) as caught:
        read(text, **known)
    assert str(caught.value) == caught.value.message
    return caught.value


@pytest.mark.parametrize(
    ("text", "column", "message", "suggestion"),
    [
        (
            "applicant.listed and applicant.employes < 3",
            22,
            '"applicant.employes" is not a fact; did you mean "applicant.employees"?',
            "applicant.employees",
        ),
        ("zebra.stripes", 1, '"zebra.stripes" is not a fact', None),
        (
            "employees < 3",
            1,
            '"employees" is not a definition, a parameter or a fact; did you mean "applicant.employees"?',
            "applicant.employees",
        ),
        ("smal", 1, '"smal" is not a definition, a parameter or a fact; did you mean "small"?', "small"),
        (
            "aplication_day < applicant.incorporated_on",
            1,
            '"aplication_day" is not a definition, a parameter or a fact; did you mean "application_day"?',
            "application_day",
        ),
        ("xyzzy", 1, '"xyzzy" is not a definition, a parameter or a fact', None),
        ("applicant.type == student", 19, 'an answer is written in quotes: "student"', None),
        (
            '"mainlnd" in project.target_markets',
            1,
            '"mainlnd" is not an answer of project.target_markets; did you mean "mainland"?',
            "mainland",
        ),
        (
            'applicant.type in ["student", "compny"]',
            31,
            '"compny" is not an answer of applicant.type; did you mean "company"?',
            "company",
        ),
        ("mix(1, 2) == 1", 1, '"mix" is not a function; did you mean "min"?', "min"),
        (
            "year_since(applicant.incorporated_on) > 3",
            1,
            '"year_since" is not a function; did you mean "years_since"?',
            "years_since",
        ),
        ("eval(1)", 1, '"eval" is not a function', None),
        ("USD(3) < project.cost", 1, "amounts of this ecosystem are in HKD; write HKD(…)", None),
        ("applicant.name == 3", 1, '"applicant.name" is a text; a condition cannot be made of a text', None),
        (
            'applicant.name == "Ann"',
            1,
            '"applicant.name" is a text; a condition cannot be made of a text',
            None,
        ),
    ],
)
def test_names(text: str, column: int, message: str, suggestion: str | None) -> None:
    caught = error(text)
    assert (caught.message, caught.suggestion) == (message, suggestion)
    assert (caught.line, caught.column) == (1, column)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("project.cost >= 50_000", "compares money with an integer; write HKD(50_000)"),
        ("50_000 <= project.cost", "compares an integer with money; write HKD(50_000)"),
        ("project.cost > 0", "compares money with an integer; write HKD(0)"),
        ("project.cost > applicant.employees", "compares money with an integer; use money on both sides"),
        ("applicant.employees > HKD(5)", "compares an integer with money; use money on both sides"),
        (
            "applicant.employees > percent(50)",
            "compares an integer with a ratio; a fact in per cent is compared with a plain number",
        ),
        ("project.cost > percent(50)", "compares money with a ratio"),
        ("applicant.incorporated_on > 2020", "compares a date with an integer"),
        (
            "applicant.incorporated_on > years(3)",
            "compares a date with a duration; move a date by it: application_day - years(3)",
        ),
        ("years(3) > years(2)", "compares two durations; move a date by them and compare dates"),
        (
            'applicant.incorporated_on > "2020-01-01"',
            'compares a date with an answer in quotes; write date("2020-01-01")',
        ),
        ('applicant.employees == "many"', "compares an integer with an answer in quotes"),
        ("applicant.listed == 1", "compares a yes or no with an integer; a yes or no stands alone"),
        ("applicant.employees == True", "compares an integer with a yes or no; a yes or no stands alone"),
        ("applicant.listed < applicant.registered", "yes and no have no order; compare them with == or !="),
        ("applicant.type == 3", "compares a choice with an integer"),
        (
            "applicant.type == applicant.type",
            "compares two choices; compare a choice with one of its answers in quotes",
        ),
        ('applicant.type < "company"', "answers have no order; compare them with == or !="),
        ('"company" == "company"', "compares two answers; compare a fact with an answer"),
        (
            "project.cost / project.income >= HKD(1)",
            "compares a quotient with money; write percent(50) or a whole number",
        ),
        (
            "project.cost / project.income >= applicant.employees",
            "compares a quotient with an integer; write percent(50) or a whole number",
        ),
        (
            "project.cost / project.income < project.income / project.cost",
            "compares a quotient with a ratio; write percent(50) or a whole number",
        ),
        ("applicant.listed is True", '"is" is not part of the language; write == or !='),
    ],
)
def test_comparisons(text: str, message: str) -> None:
    assert error(text).message == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            'project.target_markets == "asean"',
            'project.target_markets is a set of choices; write "asean" in project.target_markets',
        ),
        (
            'project.target_markets in ["asean"]',
            "project.target_markets is a set of choices; "
            "write any_of(project.target_markets, …) or all_of(project.target_markets, …)",
        ),
        (
            '"company" in applicant.type',
            'applicant.type is a single choice; write applicant.type == "company"',
        ),
        (
            'any_of(applicant.type, ["company"])',
            "applicant.type is a single choice; write applicant.type in [...]",
        ),
        ('any_of(applicant.employees, ["a"])', "any_of(…) takes a set of choices, not an integer"),
        ('any_of(project.target_markets, "asean")', 'here stands a list of answers: ["…", "…"]'),
        ("any_of(project.target_markets, [])", "the list of answers is empty"),
        ("all_of(project.target_markets, [3])", 'an answer is written in quotes: "…"'),
        ("applicant.type in []", "the list of answers is empty"),
        ('applicant.type in "company"', 'after "in" stands a list of answers: ["…", "…"]'),
        ("applicant.employees in [1, 2]", '"in" looks for a choice among its answers, not for an integer'),
        ('"a" in applicant.employees', "an answer is looked for in a set of choices, not in an integer"),
        (
            '["asean"] in project.target_markets',
            'write fact in ["…"], "…" in fact, any_of(fact, ["…"]) or all_of(fact, ["…"])',
        ),
        ('"company"', "an answer in quotes stands only beside a choice"),
        ('min("a", "b")', "an answer in quotes stands only beside a choice"),
        ("[applicant.listed]", "a list stands only after in, or within any_of(…) and all_of(…)"),
    ],
)
def test_choices(text: str, message: str) -> None:
    assert error(text).message == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("applicant.employees", "this is an integer; a yes or no is needed here"),
        ("years(3)", "this is a duration; a yes or no is needed here"),
        ("project.cost / project.income", "this is a ratio; a yes or no is needed here"),
        ("applicant.listed and applicant.employees", '"and" needs a condition; this is an integer'),
        ("project.cost or applicant.listed", '"or" needs a condition; this is money'),
        ("not application_day", '"not" needs a condition; this is a date'),
        ("applicant.listed if applicant.type else True", '"if" needs a condition; this is a choice'),
        ("applicant.listed and years(1)", '"and" needs a condition; this is a duration'),
        ("applicant.listed + 1 > 0", '"+" does not take a yes or no and an integer'),
        ("True * 3 > 0", '"*" does not take a yes or no and an integer'),
        ("-applicant.listed", "a yes or no has no negative"),
        ("-application_day > application_day", "a date has no negative"),
        ("project.cost + 5 > HKD(1)", '"+" does not take money and an integer; write both as money'),
        ("project.cost * project.cost > HKD(1)", '"*" does not take money and money'),
        ("5 / project.cost > 1", '"/" does not take an integer and money; write both as money'),
        ("project.cost / 0 > HKD(1)", "divides by zero"),
        ("project.cost / HKD(0) > 1", "divides by zero"),
        ("1 / 0 > 1", "divides by zero"),
        ("project.cost / -2 > HKD(1)", "money is divided by a positive number written in the text"),
        (
            "project.cost / applicant.employees > HKD(1)",
            "money is divided by a positive number written in the text",
        ),
        (
            "applicant.employees * percent(50) > 1",
            '"*" does not take an integer and a ratio; compare the quotient with the ratio instead',
        ),
        (
            "project.income / project.cost * project.cost > HKD(1)",
            '"*" does not take money and a ratio; a quotient can only be compared with a ratio',
        ),
        (
            "application_day - applicant.incorporated_on > 3",
            '"-" does not take a date and a date; use years_since(…) or move one date by years(…)',
        ),
        (
            "application_day - 30 > applicant.incorporated_on",
            '"-" does not take a date and an integer; write days(30), months(6) or years(3)',
        ),
        ("years(3) - application_day > application_day", '"-" does not take a duration and a date'),
        ("percent(5) + percent(6) > percent(7)", '"+" does not take a ratio and a ratio'),
        (
            "application_day * 2 > application_day",
            '"*" does not take a date and an integer; write days(30), months(6) or years(3)',
        ),
        (
            "min(applicant.employees, project.cost) > 1",
            "min(…) takes integers, or money, or dates, all of one type; here are an integer and money",
        ),
        (
            "max(applicant.listed, applicant.registered)",
            "max(…) takes integers, or money, or dates, all of one type; here are a yes or no",
        ),
        ("min(applicant.employees) > 1", "min(…) takes two or more parts"),
        ("years_since(applicant.employees) > 1", "years_since(…) takes a date, not an integer"),
        ("months_since(years(1)) > 1", "months_since(…) takes a date, not a duration"),
        ("(3 if applicant.listed else HKD(1)) > 1", "one branch is an integer, the other money"),
        (
            "project.cost * (percent(75) if applicant.listed else percent(50)) > HKD(1)",
            '"if" cannot choose a ratio; choose between whole terms',
        ),
    ],
)
def test_types(text: str, message: str) -> None:
    assert error(text).message == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("project.cost > HKD(10.505)", "money has at most two decimals"),
        ("project.cost > HKD(project.cost)", "here stands a plain number, as in HKD(600_000)"),
        ("project.cost > HKD(-5)", "here stands a plain number, as in HKD(600_000)"),
        ('project.cost > HKD("5")', "here stands a plain number, as in HKD(600_000)"),
        ("project.cost > HKD(True)", "here stands a plain number, as in HKD(600_000)"),
        ("project.cost > HKD(.5)", "here stands a plain number, as in HKD(600_000)"),
        ("project.cost > HKD()", "HKD(…) takes 1 part"),
        ("project.cost > HKD(1, 2)", "HKD(…) takes 1 part"),
        ("any_of(project.target_markets)", "any_of(…) takes 2 parts"),
        ("min(*applicant.employees) > 1", "min(…) takes plain parts only, without names or stars"),
        ("project.cost > HKD(amount=3)", "HKD(…) takes plain parts only, without names or stars"),
        ("project.cost > HKD", "HKD needs its parts in brackets: HKD(…)"),
        ("project.cost > HKD(1_000_000_000_000_000_000)", "the number is too large"),
        ("applicant.employees < 1_000_000_000_000_000_001", "the number is too large"),
        ("applicant.employees < 999_999_999_999 * 999_999_999_999", "the number is too large"),
        ("project.cost * percent(0.0000000000000000001) > HKD(1)", "the number is too large"),
        ("applicant.employees > 1.5", "a number with decimals stands only in HKD(…) and percent(…)"),
        ('application_day > date("2024-02-30")', '"2024-02-30" is not a day of the calendar'),
        ('application_day > date("20240230")', 'a date is written date("2024-12-31")'),
        ("application_day > date(2024)", 'a date is written date("2024-12-31")'),
        (
            'date("9999-12-31") + days(1) > application_day',
            "the date lies outside the calendar (years 1 to 9999)",
        ),
        (
            'date("0001-01-01") - years(1) > application_day',
            "the date lies outside the calendar (years 1 to 9999)",
        ),
        (
            "application_day + years(applicant.employees) > application_day",
            "years(…) takes a whole number written in the text, as in years(3)",
        ),
        (
            "application_day + days(HKD(1)) > application_day",
            "days(…) takes a whole number written in the text, as in days(3)",
        ),
        ("application_day + years(1_000_000) > application_day", "the duration is longer than the calendar"),
        (
            "application_day + years(9_000) > application_day",
            "the date can leave the calendar (years 1 to 9999)",
        ),
    ],
)
def test_literals(text: str, message: str) -> None:
    assert error(text).message == message


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("", 1, "the expression is empty"),
        (" \n\t ", 1, "the expression is empty"),
        ("applicant.listed = True", 18, 'this is not an expression; to compare, write "=="'),
        ("applicant.listed && True", 19, 'this is not an expression; write "and", "or"'),
        ("!applicant.listed", 1, 'this is not an expression; write "not"'),
        ("applicant.employees =< 3", 21, 'this is not an expression; to compare, write "=="'),
        ("applicant.employees <> 3", 21, 'this is not an expression; write ">=", "<=" or "!="'),
        ("applicant.listed small", 18, 'this is not an expression; look near "small"'),
        ("(applicant.listed", 1, "a bracket is opened and not closed, or closed and not opened"),
        ("applicant.listed)", 17, "a bracket is opened and not closed, or closed and not opened"),
        ("applicant.listed and", 21, "the expression ends too early"),
        ("applicant.listed & small", 1, '"&" is not part of the language; write "and"'),
        ("applicant.listed | small", 1, '"|" is not part of the language; write "or"'),
        ("~applicant.listed", 1, '"~" is not part of the language; write "not"'),
        ("applicant.employees // 2 == 1", 1, '"//" is not part of the language; write "/"'),
        ("applicant.employees % 2 == 1", 1, '"%" is not part of the language; write percent(…)'),
        ("applicant.employees ** 2 == 1", 1, '"**" is not part of the language'),
        ("applicant.listed, small", 1, "a comma stands only within a list or the brackets of a function"),
        ("lambda: True", 1, "this is not part of the language of conditions"),
        ("[x for x in project.target_markets]", 1, "this is not part of the language of conditions"),
        ("(small := True)", 2, "this is not part of the language of conditions"),
        ("None", 1, "this is not part of the language of conditions"),
        ("...", 1, "this is not part of the language of conditions"),
        ("+applicant.employees > 1", 1, "this is not part of the language of conditions"),
        ('f"{small}"', 1, "this is not part of the language of conditions"),
        ("applicant['listed']", 1, "this is not part of the language of conditions"),
        ("min(1, 2).real", 1, "a dot stands only within the name of a fact"),
        ("().__class__.__bases__", 1, "a dot stands only within the name of a fact"),
        ("__import__('os')", 1, '"__import__" is not a function'),
        ("applicant.employees > 0x10", 23, "the expression runs a number into a letter"),
        ("applicant.employees > 1e3", 23, "the expression runs a number into a letter"),
        ("1if applicant.listed else 2", 1, "the expression runs a number into a letter"),
        (
            "applicant.listed # and small",
            18,
            "the expression holds a character that is not part of the language",
        ),
        ("applicant.listed; small", 17, "the expression holds a character that is not part of the language"),
        (
            "applicant.listed and \\\n small",
            22,
            "the expression holds a character that is not part of the language",
        ),
        ("applicant.lísted", 12, "the expression holds a character outside plain ASCII"),
        ("applicant.type == '公司'", 20, "the expression holds a character outside plain ASCII"),
        ("applicant.listed\0", 17, "the expression holds a character outside plain ASCII"),
        ("ａpplicant.listed", 1, "the expression holds a character outside plain ASCII"),
        ("applicant.listed\x0cand small", 17, "the expression holds a character outside plain ASCII"),
    ],
)
def test_syntax(text: str, column: int, message: str) -> None:
    caught = error(text)
    assert (caught.message, caught.line, caught.column) == (message, 1, column)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("applicant.listed\nand applicant.lsted", 2, 5),
        ("\n\n   applicant.lsted", 3, 4),
        ("(applicant.listed or\n\tapplicant.lsted)", 2, 2),
        ("applicant.listed or (\n  applicant.listed +\n)", 3, 1),
    ],
)
def test_the_place_is_a_line_and_a_column(text: str, line: int, column: int) -> None:
    caught = error(text)
    assert (caught.line, caught.column) == (line, column)


@pytest.mark.parametrize("kind", [Type.RATIO, Type.DURATION])
def test_what_never_stands_alone_cannot_be_asked_for(kind: Type) -> None:
    text = {Type.RATIO: "project.cost / project.income", Type.DURATION: "years(3)"}[kind]
    with pytest.raises(RuleError, match=r"cannot stand alone; it is part of a condition$"):
        parse(text, VOCABULARY, expect=kind)
