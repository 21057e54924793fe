"""Writes of calls: one function a verb, one file for each stage."""
