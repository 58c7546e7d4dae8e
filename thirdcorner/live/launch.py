"""Where a chapter can be opened live: on Binder, Colab or a JupyterHub, where ``_config.yml`` names them.

The notebooks are those of the student repository, which ``thirdcorner dist --repository`` writes, in its ``notebooks/``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import quote, urlencode

import yaml

from ..course.read import nearest

OPTION = "thirdcorner_launch"


@dataclass(frozen=True)
class Launch:
    """Where a course's notebooks can be opened; an empty address is no offer.

    Attributes
    ----------
    repository
        The public repository that holds the student's edition, such as ``https://github.com/ORG/NAME``.
    branch
        Its branch.
    binder, colab, jupyterhub
        The addresses of the three services.
    """

    repository: str = ""
    branch: str = "main"
    binder: str = ""
    colab: str = ""
    jupyterhub: str = ""

    def offers(self, slug: str) -> list[tuple[str, str]]:
        """Return each offer for a chapter as its name and its address."""
        host, _, path = self.repository.removeprefix("https://").partition("/")
        name, lab = path.rpartition("/")[2], f"notebooks/{slug}.ipynb"
        found = []
        if self.binder:
            kind = {"github.com": f"gh/{path}", "gitlab.com": f"gl/{quote(path, safe='')}"}.get(host, f"git/{quote(self.repository, safe='')}")
            found.append(("Binder", f"{self.binder}/v2/{kind}/{quote(self.branch, safe='')}?{urlencode({'urlpath': f'lab/tree/{lab}'})}"))
        if self.colab:
            found.append(("Colab", f"{self.colab}/github/{path}/blob/{quote(self.branch)}/{lab}"))
        if self.jupyterhub:
            query = urlencode({"repo": self.repository, "urlpath": f"lab/tree/{name}/{lab}", "branch": self.branch})
            found.append(("JupyterHub", f"{self.jupyterhub}/hub/user-redirect/git-pull?{query}"))
        return found

    def setup(self) -> str:
        """Return a notebook's first cell: the course's names, and how a machine without the course comes by it.

        A new kernel may find the package installed and stand above the course's folder again, so each step asks what is there.
        """
        wanted = "from thirdcorner import *"
        if not self.repository:
            return f"# Opened alone, this notebook needs the course: keep it inside the course’s folder, and run `pip install .` there once\n{wanted}"
        return (
            f"# Opened alone, this notebook needs git, and fetches the course and its package from {self.repository}\n"
            "import os\n"
            "try:\n    import thirdcorner\n"
            "except ModuleNotFoundError:  # a machine without the course, such as Colab’s, gets it here\n"
            '    if not os.path.isdir("course"):\n'
            f"        !git clone -q --depth 1 --branch {self.branch} {self.repository} course\n"
            "    %pip install -q ./course\n"
            'if os.path.isfile("course/_toc.yml"):\n'
            f"    %cd -q course\n{wanted}"
        )


def launch(given: object) -> Launch:
    """Return the validated option; raise `ValueError` saying what is wrong with it and what would be right."""
    where = f"_config.yml: {OPTION}"
    known = [f.name for f in fields(Launch)]
    if not isinstance(given, Mapping):
        raise ValueError(f"{where}: it is {type(given).__name__}; write a mapping of {', '.join(known)}")
    for key, value in given.items():
        if key not in known:
            raise ValueError(f"{where}: there is no {key!r}; {nearest(str(key), known)}")
        if not isinstance(value, str):
            raise ValueError(f"{where}: {key} is {type(value).__name__}; write a text")
    made = Launch(**{k: v.strip().rstrip("/").removesuffix(".git") for k, v in given.items()})
    for key in ("repository", "binder", "colab", "jupyterhub"):
        address = getattr(made, key)
        if address and not re.fullmatch(r"https://[\w.-]+(:\d+)?(/[\w./~-]*)?" + (r"|http://(127\.0\.0\.1|localhost)(:\d+)?(/[\w./~-]*)?" if key == "jupyterhub" else ""), address):
            raise ValueError(f"{where}: {key} is {address!r}; write an address that begins with https://")
    if not re.fullmatch(r"[\w][\w./-]*", made.branch):
        raise ValueError(f"{where}: branch is {made.branch!r}; write a branch’s name, such as main")
    if (made.binder or made.colab or made.jupyterhub) and made.repository.count("/") < 4:
        raise ValueError(f"{where}: repository is {made.repository!r}; a launch button needs the student repository’s address, such as https://github.com/ORG/NAME")
    if made.colab and not made.repository.startswith("https://github.com/"):
        raise ValueError(f"{where}: colab opens repositories on github.com only; leave it out, or name one there")
    return made


def launch_of(root: Path) -> Launch:
    """Return the option of the course in a folder; without a ``_config.yml`` there is nothing to offer."""
    path = root / "_config.yml"
    read = yaml.safe_load(path.read_text("utf-8")) if path.is_file() else {}
    return launch(((read or {}).get("sphinx") or {}).get("config", {}).get(OPTION) or {})
