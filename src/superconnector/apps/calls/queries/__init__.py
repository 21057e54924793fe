"""Reads of calls, one file for each stage."""
