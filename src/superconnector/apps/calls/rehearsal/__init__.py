"""A call is rehearsed: filled with made-up people and played by the same actions as by real ones."""
