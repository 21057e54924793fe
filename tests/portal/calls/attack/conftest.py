"""The team and the browsers of the tests of entering."""

from tests.portal.calls.entering.conftest import call, entry, files_root, ivy, leader, mate, team_of, tom

__all__ = ["call", "entry", "files_root", "ivy", "leader", "mate", "team_of", "tom"]
