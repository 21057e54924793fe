"""Entering a call: the door, the team, the answers, handing in."""
