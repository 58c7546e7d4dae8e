"""QTI 2.1: one assessmentItem a question, a test with a section a chapter, and a manifest with the tags as keywords."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from ...model import FillIn, Question
from .common import Job, by_chapter, ident_of, key, labels, packed, zipped
from .forms import cut
from .moodle_xml import CUT
from .qti_items import QTI, SCHEMA, add, item, root_of, written
from .wording import xml_text

Node = Any
_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/LOM"


def make(job: Job) -> bytes:
    """Return the questions as a QTI 2.1 package."""
    items, pictures = packed({file_of(q): written(item(job, q)) for q in job.bank}, lambda _: "../pictures/")
    used = {name: [p for p in pictures if p.encode() in data] for name, data in items.items()}
    files = {"imsmanifest.xml": written(manifest(job, used)), "test.xml": written(test(job)), **items}
    return zipped(files | {f"pictures/{name}": data for name, data in pictures.items()})


def also(q: Question) -> Iterator[str]:
    """Yield what QTI makes of single questions."""
    if isinstance(q, FillIn) and any(cut(b) for b in q.blanks):
        yield CUT


def file_of(q: Question) -> str:
    """Return where a question stands in the package."""
    return f"items/{ident_of(q)[2:]}.xml"


def test(job: Job) -> Node:
    """Return the test: a section a chapter."""
    name = "test_" + key(job.title, *(q.id for q in job.bank))
    root = root_of("assessmentTest", QTI, SCHEMA, identifier=name, title=xml_text(job.title))
    part = add(root, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="individual")
    for n, (slug, questions) in enumerate((by_chapter(job.bank) or {"empty": []}).items(), 1):
        title = xml_text(job.sections.get(slug, slug))
        section = add(part, "assessmentSection", identifier=f"section_{n}", title=title, visible="true")
        for q in questions:
            add(section, "assessmentItemRef", identifier=ident_of(q), href=file_of(q))
    return root


def manifest(job: Job, pictures: Mapping[str, Sequence[str]], kind: str = "v2p1", schema: tuple[str, str] = ("QTIv2.1 Package", "1.0.0")) -> Node:
    """Return the manifest: the test, each item with its tags as keywords and its pictures."""
    root = root_of("manifest", _PACKAGE, "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd", identifier="manifest")
    about = add(root, "metadata")
    add(about, "schema", schema[0])
    add(about, "schemaversion", schema[1])
    add(root, "organizations")
    resources = add(root, "resources")
    whole = add(resources, "resource", identifier="test", type=f"imsqti_test_xml{kind}", href="test.xml")
    _lom(whole, job.title, [])
    add(whole, "file", href="test.xml")
    for q in job.bank:
        made = add(resources, "resource", identifier=ident_of(q), type=f"imsqti_item_xml{kind}", href=file_of(q))
        _lom(made, job.name(q), labels(job.course, q))
        for href in (file_of(q), *(f"pictures/{name}" for name in pictures[file_of(q)])):
            add(made, "file", href=href)
        add(whole, "dependency", identifierref=ident_of(q))
    return root


def _lom(resource: Node, title: str, keywords: Sequence[str]) -> None:
    general = add(etree.SubElement(add(resource, "metadata"), f"{{{_LOM}}}lom", nsmap={"lom": _LOM}), "general")
    add(add(general, "title"), "string", title)
    for word in keywords:
        add(add(general, "keyword"), "string", word)
