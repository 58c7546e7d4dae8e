"""Whether a claim's kind is the one that the course's own rule gives it, as far as its words can tell.

The rule: a fact is so, and a record can show it to be false; an inference is concluded, and what somebody thinks or wants can only
be concluded; a forecast says what will, would or could be; an assumption is needed and not said. A judgement weighs by a standard,
which no word gives away: between a judgement and a fact or an inference only a reader can decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model.argument import Claim

_LIKELY = re.compile(r"\b(?:will|would|could|may|might|shall|probably|likely|unlikely|bound to|presumably|apparently|seems?|appears?)\b")
"""What makes a sentence one of likelihood: modal verbs and estimative words."""
_AHEAD = re.compile(r"\b(?:will|would|could|may|might|shall|likely|unlikely|bound to)\b")
"""What a forecast has: a verb that looks ahead, or a likelihood of what is to come."""
_REPORTED = re.compile(r"\b(?:concern|fear|view|talk|report|belief)s?\s+(?:that|of)\b.*", re.I | re.S)
"""A report and what it reports: that it exists is the claim, and its words are others'."""
_MIND = re.compile(
    r"\b(?:[A-Z][\w’]+|leaders|leadership|government|they)(?:\s(?!(?:because|that|which|who|whose|as|than|in|of|for|to|by|and)\b)[\w’]+){0,2}?\s"
    r"(?:thinks?|thought|believes?|believed|reckons?|knows?|knew|judges?|judged|considers?|seeks?|sought|wants?|wanted|wishes|intends?|intended"
    r"|fears|feared|expects?|expected|assumes?|assumed|hopes|hoped|regards?|regarded|(?:is|are|was|were) (?:confident|convinced|afraid|sure)"
    r"|(?:has|have|had) seen\b[^.;]*\bas|holds? that|see \w+ as)\b"
)
"""Somebody who is named, or leaders, with a verb of thinking, knowing or wanting."""
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


def unlike(claim: Claim, published: int | None) -> Iterator[tuple[str, str]]:
    """Yield what in a claim's words its kind does not allow, and what would be right; `published` is the year of the text."""
    text = " ".join(claim.text_md.split())
    own = _REPORTED.sub("", text)
    unsaid = claim.id.partition(".")[2].startswith("p")
    if unsaid != (claim.kind == "assumption"):
        yield (f"it is coded {claim.kind}, and its id says that the text leaves it unsaid", "code it assumption") if unsaid else (
            "it is coded assumption, and its id says that the text states it", "give it the id of a premise, or the kind of what is said")
    if claim.kind == "assumption" and claim.hedge:
        yield f"it is coded assumption and has a hedge of the text (“{claim.hedge}”)", "what the text says is no assumption"
    if claim.kind == "forecast" and not _AHEAD.search(text):
        yield "it is coded forecast, and nothing in it looks ahead", "say what will, would or could be, or code it otherwise"
    if claim.kind == "fact" and (found := _LIKELY.search(own)):
        yield f"it is coded fact, and says “{found[0]}”", "code it inference or forecast, or say what a record could show"
    if claim.kind not in ("inference", "assumption") and (found := _MIND.search(own)):
        yield f"it is coded {claim.kind}, and reports a state of mind (“{found[0]}”)", "code it inference, or say what was done or said"
    if published and claim.kind != "forecast" and (late := [y for y in _YEAR.findall(text) if int(y) > published]):
        yield f"it is coded {claim.kind}, and speaks of {late[0]}, after the text appeared", "code it forecast"
