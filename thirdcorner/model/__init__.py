"""What the course knows, as validated and frozen values: the shapes of every file under ``book/``.

Nothing here reads a file or knows the subject; `thirdcorner.content` fills these models from YAML, and
`thirdcorner.check` compares them with one another.
"""

from .activities import Activity, ActivityBase, FactCheck, FactCheckCase, SourceCard, Timeline
from .argument import Claim, Paragraph, Relation
from .base import Grade, Model
from .question import (
    Blank,
    Criterion,
    Essay,
    FillIn,
    Interpretive,
    KeyIdea,
    Matching,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    Pair,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from .record import Actor, Event, Outcome, Source, Term

__all__ = [
    "Activity",
    "ActivityBase",
    "Actor",
    "Blank",
    "Claim",
    "Criterion",
    "Essay",
    "Event",
    "FactCheck",
    "FactCheckCase",
    "FillIn",
    "Grade",
    "Interpretive",
    "KeyIdea",
    "Matching",
    "Model",
    "MultipleChoice",
    "Numeric",
    "Option",
    "Ordering",
    "Outcome",
    "Pair",
    "Paragraph",
    "Question",
    "Relation",
    "ShortAnswer",
    "SingleChoice",
    "Source",
    "SourceCard",
    "Term",
    "Timeline",
    "TrueFalse",
]
