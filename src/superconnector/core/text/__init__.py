"""Texts in English and Chinese: finding names in them."""
