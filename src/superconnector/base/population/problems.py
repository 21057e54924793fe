"""What is wrong with a table of applicants, a line each, in plain words."""

from __future__ import annotations

from collections.abc import Iterable

MOST_PROBLEMS = 20


class TableError(ValueError):
    """The input cannot be used; `problems` are the first reasons (at most MOST_PROBLEMS)."""

    def __init__(self, *problems: str) -> None:
        self.problems = problems[:MOST_PROBLEMS]
        super().__init__("\n".join(self.problems))


class Problems:
    """Collects what is wrong with the cells of a table, the first MOST_PROBLEMS of it."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.found: list[str] = []

    @property
    def full(self) -> bool:
        """Whether nothing more is collected."""
        return len(self.found) >= MOST_PROBLEMS

    def cell(self, row: int, column: str, message: str) -> None:
        """Something is wrong with one cell; rows count from 1, the line of names not included."""
        if not self.full:
            self.found.append(f"{self.table}: row {row:,}, column {column}: {message}")

    def cells(self, rows: Iterable[int], column: str, message: str) -> None:
        """The same is wrong with several cells of a column."""
        for row in rows:
            if self.full:
                return
            self.cell(row, column, message)

    def stop_if_any(self) -> None:
        """Raises TableError if something was found."""
        if self.found:
            raise TableError(*self.found)
