"""QTI 3.0: the items, test and manifest of QTI 2.1 under the names that the third version gives them.

Its elements are ``qti-`` and the old name in small letters with hyphens, attributes likewise; what is HTML keeps its name. A
feedback has a body of its own, and a rubric says what it is for.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from . import qti21, qti_items
from .common import Job, packed, zipped

Node = Any
QTI = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_SCHEMA = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd"
_PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_HTML = frozenset(
    [
        "a", "b", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "li",
        "ol", "p", "pre", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
    ]
)


def make(job: Job) -> bytes:
    """Return the questions as a QTI 3.0 package."""
    raw = {qti21.file_of(q): qti_items.written(_third(qti_items.item(job, q), _SCHEMA)) for q in job.bank}
    items, pictures = packed(raw, lambda _: "../pictures/")
    used = {name: [p for p in pictures if p.encode() in data] for name, data in items.items()}
    files = {"imsmanifest.xml": qti_items.written(_manifest(job, used)), "test.xml": qti_items.written(_third(qti21.test(job), _SCHEMA)), **items}
    return zipped(files | {f"pictures/{name}": data for name, data in pictures.items()})


def _small(name: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", lambda found: "-" + found[1].lower(), name).lower()


def _third(root: Node, schema: str) -> Node:
    """Return an element of QTI 2.1 with all that it holds as QTI 3.0."""
    made = _element(root)
    made.set(f"{{{_XSI}}}schemaLocation", f"{QTI} {schema}")
    return made


def _element(old: Node) -> Node:
    name = etree.QName(old)
    if name.namespace != qti_items.QTI:  # MathML stays what it is
        return _copied(old)
    html = name.localname in _HTML
    new = etree.Element(f"{{{QTI}}}{name.localname if html else 'qti-' + _small(name.localname)}", nsmap={None: QTI, "xsi": _XSI})
    for key, value in old.attrib.items():
        if not key.startswith("{"):
            new.set(key if html else _small(key), value)
    new.text, new.tail = old.text, old.tail
    inside = new
    if name.localname == "modalFeedback":
        inside, new.text = etree.SubElement(new, f"{{{QTI}}}qti-content-body"), None
        inside.text = old.text
    elif name.localname == "rubricBlock":
        new.set("use", "scoring")
        inside = etree.SubElement(new, f"{{{QTI}}}qti-content-body")
    for child in old:
        inside.append(_element(child))
    return new


def _copied(old: Node) -> Node:
    new = etree.Element(old.tag, dict(old.attrib), nsmap=old.nsmap if etree.QName(old).localname == "math" else None)
    new.text, new.tail = old.text, old.tail
    for child in old:
        new.append(_copied(child))
    return new


def _manifest(job: Job, pictures: dict[str, list[str]]) -> Node:
    """Return the manifest of a QTI 3.0 package; its resources are those of QTI 2.1 under the third version's types."""
    old = qti21.manifest(job, pictures, "v3p0", ("QTI Package", "3.0.0"))
    text = etree.tostring(old).replace(b"http://www.imsglobal.org/xsd/imscp_v1p1", _PACKAGE.encode())
    new = etree.fromstring(text)
    new.set(f"{{{_XSI}}}schemaLocation", f"{_PACKAGE} https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd")
    return new
