"""The folder of an ecosystem, read, checked and turned into terms; and the profiles held against it."""

from superconnector.ecosystem.answers import (
    AnswerError,
    fits,
    options_of,
    parse_answer,
    show_date,
    show_money,
    show_value,
    today_in,
)
from superconnector.ecosystem.checking import check
from superconnector.ecosystem.ecosystem import Ecosystem, digest, load
from superconnector.ecosystem.exported import json_schema
from superconnector.ecosystem.folder import gather, read_folder
from superconnector.ecosystem.problems import EcosystemError, Problem, Severity
from superconnector.ecosystem.profiles import ProfileError, ProfileProblem, read_profile

__all__ = [
    "AnswerError",
    "Ecosystem",
    "EcosystemError",
    "Problem",
    "ProfileError",
    "ProfileProblem",
    "Severity",
    "check",
    "digest",
    "fits",
    "gather",
    "json_schema",
    "load",
    "options_of",
    "parse_answer",
    "read_folder",
    "read_profile",
    "show_date",
    "show_money",
    "show_value",
    "today_in",
]
