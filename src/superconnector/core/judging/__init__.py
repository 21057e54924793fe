"""Judging: who reads what, what readings say of entries, and how sure that is."""
