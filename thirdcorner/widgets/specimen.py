"""A widget in one state, as its learner would have left it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Content = dict[str, Any]
Work = Mapping[str, dict[str, Any]]
DAY = "2026-09-01T12:00:00.000Z"
LATER = "2026-11-26T12:00:00.000Z"
WORDS = "A few words of my own stand here, since what one has written down can be held against what one thinks later. " * 3


@dataclass(frozen=True)
class Specimen:
    """A widget in one state; `words` says what to look at."""

    state: str
    content: Content
    work: Work = field(default_factory=dict)
    words: str = ""
