"""Common Cartridge 1.3 (and 1.1 for Moodle, which reads no later one): a module a chapter, with its page, questions and discussion.

The manifest, web links, discussion topics and the profile of QTI 1.2.1 follow 1EdTech's schemas and the rules in them: a file
each, no ``href`` on the resource, an assessment of one section, a profile for every item (`cc_questions`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from ...course.chapters import Chapter
from ...course.words import markdown_html
from . import cc_questions
from .cc_questions import add
from .common import Job, by_chapter, key, packed, section_name, zipped
from .phrases import say
from .wording import xml_text

Node = Any
VERSIONS = ("1.3", "1.1")
PICTURES = "$IMS-CC-FILEBASE$../pictures/"
"""Where pictures stand, seen from the folder of whatever shows them: so Sakai writes it, Moodle resolves it, and Canvas, which takes the dots away."""
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def make(job: Job) -> bytes:
    """Return the cartridge; without an address (``--at``) it holds the questions alone, since a link needs one."""
    v = "v" + job.version.replace(".", "p")
    files: dict[str, bytes] = {}
    modules = []
    for slug, questions in by_chapter(job.bank).items():
        name = section_name(job.course, slug, questions)
        chapter = job.course.chapters.get(slug) if job.at else None
        parts = []
        if chapter:
            files[f"pages/{slug}.xml"] = _bytes(_link(v, chapter, job.at))
            parts.append((f"imswl_xml{v}", f"pages/{slug}.xml", say("page", title=name)))
        files[f"questions/{slug}.xml"] = _bytes(cc_questions.assessment(job, questions, say("quiz", title=name), v))
        parts.append((f"imsqti_xmlv1p2/imscc_xml{v}/assessment", f"questions/{slug}.xml", say("quiz", title=name)))
        if chapter and chapter.discussion_md:
            files[f"discussion/{slug}.xml"] = _bytes(_topic(v, say("discussion", title=name), chapter.discussion_md))
            parts.append((f"imsdt_xml{v}", f"discussion/{slug}.xml", say("discussion", title=name)))
        modules.append((slug, name, parts))
    files, pictures = packed(files, lambda _: PICTURES)
    shown = {name: [p for p in pictures if p.encode() in data] for name, data in files.items()}
    manifest = _bytes(_manifest(job, v, modules, shown))
    return zipped({"imsmanifest.xml": manifest, **files, **{f"pictures/{name}": data for name, data in pictures.items()}})


def _bytes(root: Node) -> bytes:
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made


def _root(tag: str, namespace: str, schema: str, more: Mapping[str | None, str] | None = None, **attributes: str) -> Node:
    root = etree.Element(f"{{{namespace}}}{tag}", nsmap={None: namespace, "xsi": _XSI, **(more or {})}, **attributes)
    root.set(f"{{{_XSI}}}schemaLocation", f"{namespace} {schema}")
    return root


def address(at: str, chapter: Chapter) -> str:
    """Return where a chapter's page stands under the book's address."""
    return f"{at.rstrip('/')}/{chapter.file.removesuffix('.md')}.html"


def _link(v: str, chapter: Chapter, at: str) -> Node:
    namespace = f"http://www.imsglobal.org/xsd/imscc{v}/imswl_{v}"
    root = _root("webLink", namespace, f"http://www.imsglobal.org/profile/cc/cc{v}/cc{v}_imswl_{v}.xsd")
    add(root, "title", chapter.title)
    add(root, "url", href=address(at, chapter), target="_blank")
    return root


def _topic(v: str, title: str, words_md: str) -> Node:
    namespace = f"http://www.imsglobal.org/xsd/imscc{v}/imsdt_{v}"
    root = _root("topic", namespace, f"http://www.imsglobal.org/profile/cc/cc{v}/cc{v}_imsdt_{v}.xsd")
    add(root, "title", title)
    add(root, "text", f"<p>{markdown_html(words_md)}</p>", texttype="text/html")
    return root


Module = tuple[str, str, list[tuple[str, str, str]]]
"""A chapter's slug, its name, and its parts: type, file, title."""


def _manifest(job: Job, v: str, modules: list[Module], pictures: Mapping[str, list[str]]) -> Node:
    """Return the manifest; identifiers come from the files' names, so that a second cartridge has the same ones."""
    package = f"http://www.imsglobal.org/xsd/imscc{v}/imscp_v1p1"
    lom = f"http://ltsc.ieee.org/xsd/imscc{v}/LOM/manifest"
    schema = f"http://www.imsglobal.org/profile/cc/cc{v}/cc{v}_imscp_v1p2_v1p0.xsd"
    root = _root("manifest", package, schema, {"lomimscc": lom}, identifier="cartridge_" + key(job.title, *(m[0] for m in modules)))
    about = add(root, "metadata")
    add(about, "schema", "IMS Common Cartridge")
    add(about, "schemaversion", f"{job.version}.0")
    general = etree.SubElement(etree.SubElement(about, f"{{{lom}}}lom"), f"{{{lom}}}general")
    etree.SubElement(etree.SubElement(general, f"{{{lom}}}title"), f"{{{lom}}}string").text = xml_text(job.title)
    organization = add(add(root, "organizations"), "organization", identifier="organization", structure="rooted-hierarchy")
    top = add(organization, "item", identifier="root")
    resources = add(root, "resources")
    for slug, name, parts in modules:
        module = add(top, "item", identifier="module_" + key(slug))
        add(module, "title", name)
        for kind, href, title in parts:
            ident = "resource_" + key(href)
            add(add(module, "item", identifier="item_" + key(href), identifierref=ident), "title", title)
            resource = add(resources, "resource", identifier=ident, type=kind)
            add(resource, "file", href=href)
            for picture in pictures[href]:
                add(resource, "dependency", identifierref="picture_" + picture.split(".")[0])
    for picture in sorted({p for some in pictures.values() for p in some}):
        href = f"pictures/{picture}"
        resource = add(resources, "resource", identifier="picture_" + picture.split(".")[0], type="webcontent", href=href)
        add(resource, "file", href=href)
    return root
