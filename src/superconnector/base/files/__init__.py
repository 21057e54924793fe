"""Files that people hand in: kept once by content, checked before they are kept, never run."""
