"""From rows to what is computed with: one file for each stage."""
