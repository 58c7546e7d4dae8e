"""Questions, quizzes, assignments and codes: what most widgets have in common."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ..question_base import AskedKind


class Shape(BaseModel):
    """A value that goes to the front end, or comes from it; unknown fields are refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", defer_build=True
    )  # built when first used, not in every kernel


class Kept(BaseModel):
    """What a learner did on a piece of an exercise; what a later edition keeps beside it is left as it is."""

    model_config = ConfigDict(frozen=True, extra="allow", defer_build=True)


class Part(Shape):
    """Something an answer can name: an option, a stem, an item or a reading, by its permanent id."""

    id: str
    html: str


class Criterion(Shape):
    """A row of a rubric, its levels from the weakest to the best."""

    id: str
    criterion: str
    levels_html: list[str]


class Idea(Shape):
    """Something that a good answer says, and why it matters."""

    id: str
    html: str
    feedback_html: str


class Reading(Shape):
    """How a reading stands, and what anyone who holds it must explain."""

    defensible: bool
    must_explain_html: str


class Trap(Shape):
    """A wrong number that people give, and what went wrong."""

    value: float
    html: str


class Key(Shape):
    """What only a marker reads of a question; a question that is graded elsewhere comes without it.

    `right` holds what is right by kind: ids of keyed options (single, multiple) or of all items in order (ordering); the answer a
    stem (matching); true or false; the number (with `tolerance` and `traps`); the forms accepted a gap.
    """

    right: list[str] | dict[str, str] | bool | float | list[list[str]] | None = None
    tolerance: float = 0
    traps: list[Trap] = Field(default_factory=list)
    feedback_html: dict[str, str] = Field(default_factory=dict)
    readings: dict[str, Reading] = Field(default_factory=dict)
    ideas: list[Idea] = Field(default_factory=list)
    rubric: list[Criterion] = Field(default_factory=list)
    model_answer_html: str = ""
    explanation_html: str = ""


class AskedVersion(Shape):
    """A drawn version of a question: its permanent id, what it asks, and, where keys are not graded elsewhere, its key."""

    id: str
    prompt_html: str
    key: Key | None = None


class Asked(Shape):
    """A question as a learner is asked it.

    `parts` stand in the order in which they are printed, which says nothing of the key; the options of a single or multiple choice
    are moved from there by the record's seed, unless they are `ordered`. `was` names them in the order of the edition
    before, whose answers are numbers. Of `versions` one falls to each learner, drawn with `draw` and the record's seed or the
    student's number; prompt and key are the first one's until then.
    """

    id: str
    kind: AskedKind
    prompt_html: str
    parts: list[Part] = Field(default_factory=list)
    ordered: bool = False
    choices: list[str] = Field(default_factory=list)
    gaps: int = 0
    unit: str = ""
    words_min: int = 0
    words_max: int = 0
    hints_html: list[str] = Field(default_factory=list)
    confidence: bool = False
    where: str = ""
    points: float | None = None
    was: list[str] = Field(default_factory=list)
    key: Key | None = None
    versions: list[AskedVersion] = Field(default_factory=list)
    draw: str = ""


class Coded(Shape):
    """A judgement that a class code holds: see `model.codes.CodedPart`."""

    id: str
    paths: list[list[str]]
    kind: Literal["steps", "range", "choice", "set", "score"]
    low: float
    high: float
    step: float
    values: list[str]


class CodedRows(Shape):
    """Rows of a class code, judged in the same parts: see `model.codes.CodedBlock`."""

    id: str
    at: str
    when: list[str]
    when_at: str
    ids: list[str]
    parts: list[Coded]


class CodedExercise(Shape):
    """What an exercise needs to make its learner's class code: under which id the mark is kept, and the newest layout."""

    item: str
    name: str
    number: int
    wording: str
    blocks: list[CodedRows]


class QuizContent(Shape):
    """A quiz: its questions, each with its key."""

    title: str = ""
    questions: list[Asked]
    code: CodedExercise | None = None


class AssignedExercise(Shape):
    """A larger exercise that stands above an assignment's questions: the pieces of work that go into the file."""

    id: str
    title: str
    points: float
    items: list[str]


class Lot(Shape):
    """Questions of which so many fall to each student, by number: see `classroom.lots`."""

    ids: list[str]
    count: int
    seed: str


class AssignmentContent(Shape):
    """An assignment; `feedback` says when a learner may see what is right: ``now`` while working, or once it is ``released``."""

    id: str
    title: str
    instructions: str = ""
    dates: str = ""
    points: str
    tries: int | None = None
    feedback: Literal["", "now", "released"] = ""
    questions: list[Asked]
    exercises: list[AssignedExercise] = Field(default_factory=list)
    lots: list[Lot] = Field(default_factory=list)


class Given(Kept):
    """What a learner did on one question.

    `answer` by kind: the id of an option or a reading; ids of options; true or false; the answer chosen a stem; ids of items in
    order; text as typed; a text a gap. `marks` are the writer's own: an idea ticked, or a level (from 0) a criterion. `version` is the
    drawn version that was answered, of a question that has some.
    """

    answer: str | bool | list[str] | dict[str, str] | None = None
    version: str | None = None
    confidence: int | None = Field(default=None, ge=0, le=100)
    checked: bool = False
    revealed: bool = False
    tries: int = Field(default=0, ge=0)
    first: float | None = None
    score: float | None = None
    marks: dict[str, bool | int] = Field(default_factory=dict)
