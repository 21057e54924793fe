"""Blind judging as team, judge and chair see it: where an entry names its team, and what is kept back."""
