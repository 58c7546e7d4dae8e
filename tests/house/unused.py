"""``python -m tests.house.unused``: what stands in the engine and the benchmarks, and nothing uses; part of `make lint`.

Vulture looks for it. What only a test calls counts as unused. A field of the model is used where a component or a template names it,
and what a library calls or reads by its name stands in `LIBRARIES`.
"""

from __future__ import annotations

import re
import sys
from fnmatch import fnmatchcase
from pathlib import Path

from vulture import Vulture

from tests import ROOT

PATHS = ("thirdcorner", "bench", "book", "setup.py")
LIBRARIES = {
    "bench/*": ["log_message", "pytest_*", "create_module", "exec_module", "on_visit"],
    "thirdcorner/__init__.py": ["__getattr__"],
    "thirdcorner/classroom/*": ["compress_type", "external_attr", "create_system", "trace"],
    "thirdcorner/course/*": ["preserve_quotes", "stamps", "_"],
    "thirdcorner/front/hook.py": ["BuildFront", "find_package_modules"],
    "thirdcorner/live/hub/*": ["authenticate", "SampleAccounts", "*_url", "*_file", "*_class", "*_users", "*_time", "*_timeout", "ssl_*", "allow_all", "admin_users", "cleanup_servers", "shutdown_on_logout", "home_dir_template", "cmd", "pre_spawn_hook", "services", "load_roles"],
    "thirdcorner/live/tasks.py": ["_repr_html_"],
    "thirdcorner/model/*": ["model_config"],
    "thirdcorner/pages/*": ["templatename", "has_content", "required_arguments", "optional_arguments", "final_argument_whitespace", "IslandRenderer", "mime_priority_overrides", "handle_mime", "log_message", "server_version", "sys_version", "default_request_version", "address_family"],
    "thirdcorner/widgets/charts.py": ["exclude", "include"],
    "thirdcorner/widgets/base.py": ["_style"],
}
"""Names that a library asks for, by the files where it does."""
KEPT = {
    "digits_of": "the twin of what the front end codes, by which the tests hold both",
    "in_force": "a fact that the data hold of a treaty, and no page shows yet",
    "text_title": "the title of the text, as the data of the course name it; no page shows it yet",
    "sent": "an attribute of the tests' own server, which the benchmark sets",
}
DECORATED = ["@model_validator", "@field_validator", "@field_serializer", "@traitlets.*", "@validate", "@observe"]


def components() -> str:
    """The words of all components, templates and content, by which the fields of the model are used."""
    source = ROOT / "thirdcorner" / "front" / "src"
    files = [p for p in source.rglob("*") if p.suffix in (".ts", ".svelte") and "generated" not in p.parts]
    return "\n".join(p.read_text("utf-8") for p in files)


def unused(paths: tuple[Path, ...] = tuple(ROOT / p for p in PATHS), words: str | None = None) -> list[str]:
    """Return each thing that nothing uses: file, line, name."""
    words = components() if words is None else words
    looked = Vulture(ignore_decorators=DECORATED)
    looked.scavenge([str(p) for p in paths], exclude=["node_modules"])
    found = []
    for item in looked.get_unused_code(min_confidence=60):
        file = Path(item.filename).resolve()
        name = file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else file.name
        asked = [pattern for place, patterns in LIBRARIES.items() if fnmatchcase(name, place) for pattern in patterns]
        field = item.typ == "variable" and "/model/" in f"/{name}" and (item.name.endswith(("_md", "_text")) or re.search(rf"\b{item.name}\b", words))
        if not field and item.name not in KEPT and not any(fnmatchcase(item.name, pattern) for pattern in asked):
            found.append(f"{name}:{item.first_lineno}: {item.typ} {item.name} is used by nothing")
    return found


def main() -> int:
    found = unused()
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
