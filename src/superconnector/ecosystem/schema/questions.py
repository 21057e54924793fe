"""The questions of a call, one model a kind: what an entrant is asked, and within which limits.

A limit that no source states is left out: then there is none but the software's own.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from superconnector.ecosystem.schema.parts import Cites, Id, Localised, Name, Number, OptionId, Strict, Text

FileType = Literal[
    "pdf", "ppt", "pptx", "jpg", "png", "zip", "mp4", "mov", "webm", "mp3", "wav",
    "glb", "gltf", "obj", "stl", "ply", "usdz", "txt", "md", "csv", "xlsx", "docx",
]  # fmt: skip
ModelType = Literal["glb", "gltf", "obj", "stl", "ply", "usdz"]
Host = Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$", max_length=200)]
"""A name of the web without protocol and path: `youtube.com`. It stands for its subdomains too."""


class Asked(Strict):
    """What every kind of question has."""

    id: Name
    names: Localised = Field(description="The label, as one asks a person")
    help: Localised | None = None
    required: bool = Field(True, description="Whether an entry without it is incomplete")
    groups: list[Id] = Field([], description="The groups that are asked; absent: all")
    public: bool = Field(False, description="Whether the answer may be shown in the showcase")
    identifies: bool = Field(False, description="Whether it tells who entered: hidden from blind judges")
    rights: bool = Field(False, description="Whether a file needs its rights holder and its licence")
    source: Cites | None = None
    note: Text | None = None


class TextLimit(Strict):
    """At most so many words or characters. `zh` counts Chinese: there a word is one character (字)."""

    language: Literal["en", "zh", "any"] = "any"
    words: int | None = Field(None, ge=1)
    characters: int | None = Field(None, ge=1)

    @model_validator(mode="after")
    def _one_unit(self) -> TextLimit:
        if (self.words is None) == (self.characters is None):
            raise ValueError("give words: or characters:, one of them")
        return self


class TextQuestion(Asked):
    """A text of one or many lines."""

    kind: Literal["text"]
    most: list[TextLimit] = Field([], max_length=3, description="One limit a language")


class ChoiceOption(Strict):
    """One answer of a choice."""

    id: OptionId
    names: Localised


class ChoiceQuestion(Asked):
    """One or several of the options."""

    kind: Literal["choice"]
    options: list[ChoiceOption] = Field(min_length=2, max_length=200)
    pick_least: int = Field(1, ge=1)
    pick_most: int = Field(1, ge=1)

    @model_validator(mode="after")
    def _possible(self) -> ChoiceQuestion:
        if self.pick_least > self.pick_most:
            raise ValueError("pick_least is more than pick_most")
        if self.pick_most > len(self.options):
            raise ValueError(f"pick_most is {self.pick_most}, and there are {len(self.options)} options")
        return self


class NumberQuestion(Asked):
    """A number within bounds."""

    kind: Literal["number"]
    least: Number | None = None
    most: Number | None = None
    unit: Localised | None = None
    whole: bool = False

    @model_validator(mode="after")
    def _rising(self) -> NumberQuestion:
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError("least is more than most")
        if self.whole and any(b is not None and b != Decimal(int(b)) for b in (self.least, self.most)):
            raise ValueError("whole numbers need whole bounds")
        return self


class FileQuestion(Asked):
    """One or several files. No types: any that the software takes."""

    kind: Literal["file"]
    types: list[FileType] = []
    most_files: int = Field(1, ge=1, le=100)
    most_mb: int | None = Field(None, ge=1, description="Each file, in megabytes")
    most_pages: int | None = Field(None, ge=1, description="Pages or slides of each file")


class ModelQuestion(Asked):
    """One or several 3D models."""

    kind: Literal["model"]
    types: list[ModelType] = []
    most_files: int = Field(1, ge=1, le=100)
    most_mb: int | None = Field(None, ge=1, description="Each file, in megabytes")


class LinkQuestion(Asked):
    """An address of the web. No hosts: any."""

    kind: Literal["link"]
    hosts: list[Host] = []


class VideoQuestion(Asked):
    """The address of a video that is kept elsewhere."""

    kind: Literal["video"]
    hosts: list[Host] = []
    most_minutes: int | None = Field(None, ge=1)


class ConsentQuestion(Asked):
    """A box that must be ticked; `names` says what one agrees to."""

    kind: Literal["consent"]


Question = Annotated[
    TextQuestion
    | ChoiceQuestion
    | NumberQuestion
    | FileQuestion
    | ModelQuestion
    | LinkQuestion
    | VideoQuestion
    | ConsentQuestion,
    Field(discriminator="kind"),
]
