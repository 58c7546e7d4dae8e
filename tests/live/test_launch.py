"""Each chapter is offered on its page as a notebook, and live only where the course names an address; nothing loads before a click."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
import yaml

from tests import ROOT
from tests.conftest import build
from tests.live.serving import Kernel
from thirdcorner.course.read import load
from thirdcorner.live.launch import Launch, launch, launch_of
from thirdcorner.live.notebooks import notebook

FULL = {
    "repository": "https://github.com/org/course.git",
    "branch": "2026-autumn",
    "binder": "https://mybinder.org/",
    "colab": "https://colab.research.google.com",
    "jupyterhub": "https://hub.example.org",
}


def test_without_an_address_there_is_no_offer() -> None:
    assert launch({}).offers("05") == []
    assert launch({"repository": FULL["repository"]}).offers("05") == []
    assert launch_of(ROOT).offers("05") == []


def test_each_service_gets_the_notebook_of_the_student_repository() -> None:
    found = dict(launch(FULL).offers("05-x"))
    assert list(found) == ["Binder", "Colab", "JupyterHub"]
    assert found["Binder"] == "https://mybinder.org/v2/gh/org/course/2026-autumn?urlpath=lab%2Ftree%2Fnotebooks%2F05-x.ipynb"
    assert found["Colab"] == "https://colab.research.google.com/github/org/course/blob/2026-autumn/notebooks/05-x.ipynb"
    hub = urlsplit(found["JupyterHub"])
    assert (hub.netloc, hub.path) == ("hub.example.org", "/hub/user-redirect/git-pull")
    assert parse_qs(hub.query) == {"repo": ["https://github.com/org/course"], "urlpath": ["lab/tree/course/notebooks/05-x.ipynb"], "branch": ["2026-autumn"]}


@pytest.mark.parametrize(("repository", "part"), [("https://gitlab.com/group/course", "/v2/gl/group%2Fcourse/main"), ("https://git.example.org/a/course", "/v2/git/https%3A%2F%2Fgit.example.org%2Fa%2Fcourse/main")])
def test_binder_takes_repositories_of_other_hosts(repository: str, part: str) -> None:
    assert part in launch({"repository": repository, "binder": "https://mybinder.org"}).offers("05")[0][1]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], "write a mapping"),
        ({"bindr": ""}, "there is no 'bindr'; did you mean binder?"),
        ({"branch": 3}, "branch is int"),
        ({"branch": "a b"}, "write a branch’s name"),
        ({"binder": "https://mybinder.org"}, "needs the student repository’s address"),
        ({"repository": "http://github.com/a/b"}, "begins with https://"),
        ({"repository": "https://github.com/a/b\"; rm -rf ~; \"", "binder": ""}, "begins with https://"),
        ({"jupyterhub": "javascript:alert(1)"}, "begins with https://"),
        ({**FULL, "repository": "https://gitlab.com/a/b"}, "colab opens repositories on github.com only"),
    ],
)
def test_an_option_that_cannot_work_is_told(given: object, told: str) -> None:
    with pytest.raises(ValueError, match=r"^_config.yml: thirdcorner_launch: ") as caught:
        launch(given)
    assert told in caught.value.args[0]


def test_a_notebook_away_from_the_course_gets_it_in_its_first_cell(tmp_path: Path) -> None:
    alone = Launch().setup().splitlines()
    assert alone[0].startswith("# Opened alone, this notebook needs ")
    assert alone[1:] == ["from thirdcorner import *"]
    (tmp_path / "book").symlink_to(ROOT / "book")
    (tmp_path / "_config.yml").write_text(yaml.safe_dump({"sphinx": {"config": {"thirdcorner_launch": FULL}}}), "utf-8")
    first = notebook(load(tmp_path), "# Title\n").cells[0].source
    assert first.startswith("# Opened alone, this notebook needs git, and fetches ")
    assert first.endswith("\nfrom thirdcorner import *\nkeep_answers()")


HIDDEN = """
import sys
from pathlib import Path
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name == "thirdcorner" and not Path(__file__).with_name("installed").exists():
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Hidden())
"""
"""A machine without the package, until the stand-in for pip has been asked for it."""


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="the stand-in for git is a script of the shell; the cell is for Colab, which is Linux")
def test_the_first_cell_brings_the_course_to_one_kernel_and_finds_it_again_in_the_next(tmp_path: Path) -> None:
    fakes, content = tmp_path / "fakes", tmp_path / "content"
    (fakes / "pip").mkdir(parents=True)
    content.mkdir()
    (fakes / "sitecustomize.py").write_text(HIDDEN, "utf-8")
    (fakes / "pip" / "__init__.py").touch()
    (fakes / "pip" / "__main__.py").write_text("import sys\nfrom pathlib import Path\nPath(__file__).parents[1].joinpath('installed').open('a').write(f'{sys.argv[1:]}\\n')\n", "utf-8")
    (fakes / "git").write_text(f'#!/bin/sh\necho "$@" >> "{fakes}/cloned"\ncp -R "{ROOT / "tests" / "sample"}" course\n', "utf-8")
    (fakes / "git").chmod(0o755)
    env = {"PYTHONPATH": f"{fakes}{os.pathsep}{ROOT}", "PATH": f"{fakes}{os.pathsep}{os.environ['PATH']}"}
    cell = f"{launch(FULL).setup()}\nprint(os.path.basename(os.getcwd()), Quiz('quiz', tags=['one']))"
    for _ in range(2):
        kernel = Kernel(content, **env)
        try:
            for _ in range(2):
                assert "course Quiz('quiz/" in kernel.run(cell)
        finally:
            kernel.end()
    assert (fakes / "cloned").read_text("utf-8").splitlines() == ["clone -q --depth 1 --branch 2026-autumn https://github.com/org/course course"]
    assert (fakes / "installed").read_text("utf-8").splitlines() == ["['install', '-q', './course']"]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a book with one chapter and all offers."""
    folder = tmp_path_factory.mktemp("launch") / "book"
    shutil.copytree(ROOT / "tests" / "sample", folder)
    (folder / "book/chapters").mkdir()
    (folder / "book/other.md").rename(folder / "book/chapters/01-other.md")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: book/index\nchapters:\n  - file: book/chapters/01-other\n", "utf-8")
    config = yaml.safe_load((folder / "_config.yml").read_text("utf-8"))
    config["sphinx"]["extra_extensions"].append("thirdcorner.live.offer")
    config["sphinx"]["config"]["thirdcorner_launch"] = FULL
    (folder / "_config.yml").write_text(yaml.safe_dump(config), "utf-8")
    done = build(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "_build/html/book/chapters/01-other.html"


def test_a_page_offers_its_notebook_and_the_notebook_is_there(page: Path) -> None:
    assert '<a href="../../notebooks/01-other.ipynb" download' in page.read_text("utf-8")
    nbformat.validate(nbformat.read(page.parents[2] / "notebooks/01-other.ipynb", as_version=4))


def test_a_page_with_offers_asks_nothing_of_another_host(open_page, page: Path) -> None:
    watched = open_page(page.as_uri())
    line = watched.page.locator(".tc-offers")
    assert line.get_by_role("link").all_inner_texts() == ["notebook (.ipynb)", "Binder", "Colab", "JupyterHub"]
    assert watched.wrong == []


def test_the_courses_own_pages_offer_the_notebook_alone(book: Path) -> None:
    pages = sorted((book / "book" / "chapters").glob("*.html"))
    assert pages
    for one in pages:
        text = one.read_text("utf-8")
        assert f'href="../../notebooks/{one.stem}.ipynb" download' in text
        assert not any(name in text for name in ("mybinder", "colab.research", "git-pull"))
        assert (book / "notebooks" / f"{one.stem}.ipynb").is_file()
