"""Calls on the web: the public pages, and one package for each stage."""
