"""A class on one machine: what is refused, and a whole class from its first sign-in to three marks in the gradebook."""

from __future__ import annotations

import csv
import http.cookiejar
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from jupyterhub.auth import DummyAuthenticator
from nbgitpuller.pull import GitPuller

from tests import ROOT
from tests.live.serving import hub_running
from thirdcorner.classroom.assignments import read as read_sheet
from thirdcorner.course.read import load, load_pool
from thirdcorner.live.data_lab import tasks
from thirdcorner.live.hub import prepare
from thirdcorner.live.hub.refused import is_loopback, refusals, shut_to_others
from thirdcorner.live.hub.settings import Settings, accounts, make_accounts, read
from thirdcorner.live.hub.start import free_ports

NAMES = [f"tc{os.getpid()}-{name}" for name in ("ana", "ben", "cleo")]
TEACHER = f"tc{os.getpid()}-teacher"
SHEET = read_sheet(ROOT / "instructor" / "assignments" / "week3.yml", load(ROOT), load_pool(load(ROOT)))
SINGLE = [q for q in SHEET.asked if q.kind == "single"]
RIGHT = {
    "chart = ...": 'share = charts.read("dprk-trade-share")\nchart = alt.Chart(share).mark_line().encode(x="year:Q", y="china_share_percent:Q")',
    "south = ...": "south = 100 * (1 - 57.1 / 83.0)",
}


PUBLIC = {"ip": "0.0.0.0", "certificate": __file__, "key": __file__, "unix": True}
OPEN = (
    *("DUMMY", "jupyterhub.auth.DummyAuthenticator", "Shared-Password", "jupyterhub.authenticators.shared.SharedPasswordAuthenticator"),
    *("null", "jupyterhub.auth.NullAuthenticator", "thirdcorner.live.hub.signin.SampleAccounts", f"{__name__}.Lenient"),
)
UNKNOWN = ("pan", "no.such.Authenticator", "jupyterhub.spawner.LocalProcessSpawner", " dummy")


class Lenient(DummyAuthenticator):
    """A sign-in of somebody's own that asks for nothing."""


def settings(folder: Path, **changes: object) -> Settings:
    return replace(Settings(folder, port=free_port()), **changes)  # type: ignore[arg-type]


def free_port() -> int:
    return free_ports(1)[0]


@pytest.mark.parametrize(("ip", "alone"), [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("192.168.1.7", False), ("::", False), ("hub.example.org", False), ("", False)])
def test_an_address_that_others_reach_is_known_as_one(ip: str, alone: bool) -> None:
    assert is_loopback(ip) is alone


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"ip": "0.0.0.0"}, ["unencrypted", "real sign-in", "start it as root"]),
        ({"ip": "0.0.0.0", "certificate": __file__, "key": __file__, "unix": True}, ["real sign-in"]),
        ({"ip": "0.0.0.0", "certificate": __file__, "key": __file__, "unix": True, "authenticator": "dummy"}, ["real sign-in"]),
        ({"ip": "0.0.0.0", "authenticator": "pam", "unix": True}, ["unencrypted"]),
        *[({**PUBLIC, "authenticator": name}, ["real sign-in"]) for name in OPEN],
        *[({**where, "authenticator": name}, [f"can load no sign-in {name!r}"]) for name in UNKNOWN for where in (PUBLIC, {})],
        *[({**PUBLIC, "authenticator": name}, []) for name in ("pam", "PAM", "jupyterhub.auth.PAMAuthenticator")],
        ({"idle": 0}, ["--idle is 0"]),
        ({"certificate": __file__}, ["TLS needs both"]),
        ({"certificate": "/no/cert.pem", "key": "/no/key.pem"}, ["there is no file /no/cert.pem", "there is no file /no/key.pem"]),
    ],
)
def test_a_hub_that_would_be_unsafe_is_refused_with_what_would_be_right(tmp_path: Path, changes: dict[str, object], told: list[str]) -> None:
    said = [line for line in refusals(settings(tmp_path, **changes)) if "lies below" not in line]  # where this Python lies is another matter
    assert len(said) == len(told)
    assert all(any(one in line for line in said) for one in told)


def test_a_hub_on_this_machine_alone_is_not_refused(tmp_path: Path) -> None:
    assert refusals(settings(tmp_path)) == []


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert ["cannot be used" in line for line in refusals(Settings(tmp_path, port=taken.getsockname()[1]))] == [True]


def test_a_folder_that_other_accounts_may_not_enter_is_told(tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    (shut / "in").mkdir(parents=True)
    shut.chmod(0o700)
    found = shut_to_others(shut / "in" / "python")
    assert found is not None
    assert found in (shut, *shut.parents)


def test_accounts_keep_their_passwords_and_nobody_else_reads_them(tmp_path: Path) -> None:
    made = settings(tmp_path)
    make_accounts(made, ["ana"], "teacher")
    first = accounts(made)
    make_accounts(made, ["ana", "ben"], "teacher")
    assert {name: role for name, (_, role) in accounts(made).items()} == {"teacher": "instructor", "ana": "student", "ben": "student"}
    assert accounts(made)["ana"] == first["ana"]
    assert len({password for password, _ in accounts(made).values()}) == 3
    assert made.accounts.stat().st_mode & 0o077 == 0
    assert read(made.save()) == made


@pytest.mark.long
def test_without_accounts_of_the_machine_the_exchange_still_knows_who_handed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.delenv("THIRDCORNER_ROOT", raising=False)
    made = settings(tmp_path)
    make_accounts(made, ["ana", "ben"], "teacher")
    prepare.prepare(load(ROOT), made)
    for name in ("ana", "ben"):
        for command in ("fetch_assignment", "submit"):
            prepare.nbgrader(made, name, "student", command, "data-lab", cwd=made.homes / name)
    for command in (("collect", "data-lab"), ("autograde", "data-lab"), ("export",)):
        prepare.nbgrader(made, "teacher", "instructor", *command, cwd=made.grading)
    rows = csv.DictReader((made.grading / "grades.csv").open(encoding="utf-8"))
    assert [(row["student_id"], float(row["score"])) for row in rows if row["assignment"] == "data-lab"] == [("ana", 0.0), ("ben", 0.0)]


@pytest.mark.long
def test_the_course_is_published_anew_only_where_it_changed_and_holds_no_graded_question(tmp_path: Path) -> None:
    made = settings(tmp_path)
    for _ in range(2):
        prepare.publish(load(ROOT), made)
    git = ["git", f"--git-dir={made.repository}"]
    assert subprocess.run([*git, "rev-list", "--count", "main"], capture_output=True, text=True, encoding="utf-8", check=True).stdout.strip() == "1"
    names = subprocess.run([*git, "ls-tree", "-r", "--name-only", "main"], capture_output=True, text=True, encoding="utf-8", check=True).stdout.splitlines()
    assert "notebooks/16-data-lab.ipynb" in names
    assert "book/data_lab/tasks.py" in names
    assert not [n for n in names if n.startswith(("instructor", "thirdcorner/classroom")) or "node_modules" in n]


@pytest.mark.long
def test_a_newer_edition_reaches_a_students_copy_and_what_was_saved_there_stays(tmp_path: Path) -> None:
    root, made = tmp_path / "course", settings(tmp_path)
    for name in ("book", "thirdcorner"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    shutil.copy2(ROOT / "_toc.yml", root)
    prepare.publish(load(root), made)
    copy = tmp_path / "home" / "third-corner"

    def pull() -> None:
        list(GitPuller(f"file://{made.repository}", str(copy), branch="main").pull())

    pull()
    worked, untouched = (copy / "notebooks" / name for name in ("05-renewed-alliance.ipynb", "06-risks.ipynb"))
    saved = worked.read_text("utf-8").replace("from thirdcorner import *", "from thirdcorner import *  # mine")
    worked.write_text(saved, "utf-8")
    for chapter in ("05-renewed-alliance", "06-risks"):
        path = root / "book" / "chapters" / f"{chapter}.md"
        path.write_text(path.read_text("utf-8") + "\nA line of the newer edition.\n", "utf-8")
    prepare.publish(load(root), made)
    pull()
    assert "# mine" in worked.read_text("utf-8")
    assert "A line of the newer edition." in untouched.read_text("utf-8")


@pytest.fixture(scope="module")
def python() -> Iterator[Path]:
    """Return a Python with the locked packages that every account of the machine can run."""
    if os.geteuid() != 0 or shutil.which("useradd") is None:
        pytest.skip("accounts of the machine are made as root, with useradd: the class was not tried")
    if shut_to_others(ROOT):
        pytest.skip(f"{shut_to_others(ROOT)} is closed to other accounts: the class was not tried")
    if shut_to_others(Path(sys.executable)) is None:
        yield Path(sys.executable)
        return
    folder = Path(tempfile.mkdtemp(prefix="third-corner-python-"))
    folder.chmod(0o755)
    done = subprocess.run(["/usr/bin/python3", "-m", "venv", "--without-pip", folder], capture_output=True)
    here = next(iter(folder.glob("lib/python*/site-packages")), None)
    if done.returncode or here is None or here.parent.name != f"python{sys.version_info.major}.{sys.version_info.minor}":
        pytest.skip("this Python is closed to other accounts, and /usr/bin/python3 is of another version: the class was not tried")
    # the lock gives a Python before 3.11.5 an older soupsieve, whose newer patterns trip over a fault of those versions
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", here, "soupsieve==2.10"], check=True, capture_output=True)
    (here / "shared.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    for name in ("share", "etc"):
        (folder / name).symlink_to(Path(sys.prefix) / name)
    alembic = folder / "bin" / "alembic"
    alembic.write_text(f"#!{folder}/bin/python\nimport sys\nfrom alembic.config import main\nsys.exit(main(prog='alembic'))\n", "utf-8")
    alembic.chmod(0o755)
    yield folder / "bin" / "python"
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def hub(python: Path) -> Iterator[Settings]:
    """Start a hub with a teacher and three students, each with an account of the machine."""
    folder = Path(tempfile.mkdtemp(prefix="third-corner-hub-"))
    folder.chmod(0o755)
    port = free_port()
    command = [python, "-m", "thirdcorner.cli", "hub", "--to", folder / "class", "--port", str(port), "--students", *NAMES, "--instructor", TEACHER]
    try:
        with hub_running(command, folder, folder / "class" / "state" / "hub.pid"):
            yield read(folder / "class" / "settings.json")
    finally:
        for name in (*NAMES, TEACHER):
            subprocess.run(["userdel", name], capture_output=True)
        subprocess.run(["groupdel", "third-corner"], capture_output=True)
    shutil.rmtree(folder)


def sign_in(open_page, hub: Settings, name: str):
    page = open_page(f"{hub.address}hub/login", width=1400).page
    page.set_default_timeout(90_000)
    page.locator("#username_input").fill(name)
    page.locator("#password_input").fill(accounts(hub)[name][0])
    page.locator("#login_submit").click()
    page.wait_for_url("**/lab/tree/third-corner/notebooks**")
    page.get_by_role("listitem", name="05-renewed-alliance.ipynb").wait_for()
    return page


def assignments(page):
    page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
    page.get_by_role("menuitem", name="Assignment List", exact=True).click()
    return page.locator("#nbgrader-assignment-list")


def open_notebook(page, hub: Settings, name: str, path: str) -> None:
    page.goto(f"{hub.address}user/{name}/lab/tree/{path}?reset")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()


def run_all(page) -> None:
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def listed(page, part: str, name: str):
    """Return an assignment's line in a part of the list: released, fetched or submitted."""
    return page.locator(f"#{part}_assignments_list .list_item", has_text=name).first


def save(page) -> None:
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.keyboard.press("Control+S")
    page.locator(".lm-TabBar-tab.jp-mod-dirty").wait_for(state="detached")


def work(page, hub: Settings, name: str, answers: dict[str, str], right: int) -> None:
    """Fetch the data lab and the sheet, answer in them, run and save them and hand them in, all in the browser."""
    assignments(page)
    for one in ("data-lab", SHEET.assignment.id):
        listed(page, "released", one).get_by_role("button", name="Fetch", exact=True).click()
        listed(page, "fetched", one).get_by_role("button", name="Submit", exact=True).wait_for()
    open_notebook(page, hub, name, "data-lab/data-lab.ipynb")
    for starter, answer in answers.items():
        cell = page.locator(".jp-CodeCell").filter(has_text=starter).first
        cell.scroll_into_view_if_needed()
        cell.locator(".cm-content").click()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(answer)
    run_all(page)
    page.locator(".tc-task-result").filter(has_text="Not yet." if right == 0 else "Checked, and right.").nth(max(right - 1, 0)).wait_for()
    page.locator(".tc-task-result").nth(len(tasks(ROOT)) - 1).wait_for()
    save(page)
    open_notebook(page, hub, name, f"{SHEET.assignment.id}/{SHEET.assignment.id}.ipynb")
    run_all(page)
    for n, q in enumerate(SINGLE):
        option = next(o.id for o in q.options if o.correct is (n < right))
        page.locator(f".tc-question[data-question='{q.id}'] input[value='{option}']").check()
    page.get_by_text(f"{len(SINGLE)} of {len(SHEET.asked)} answered").wait_for()
    save(page)
    for one in ("data-lab", SHEET.assignment.id):
        listed(assignments(page), "fetched", one).get_by_role("button", name="Submit", exact=True).click()
        listed(page, "submitted", one).wait_for()


def as_teacher(python: Path, hub: Settings, *args: str) -> None:
    code = "import sys; from pathlib import Path; from thirdcorner.live.hub import prepare, settings; s = settings.read(Path(sys.argv[1])); prepare.nbgrader(s, sys.argv[2], 'instructor', *sys.argv[3:], cwd=s.grading)"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([python, "-c", code, hub.folder / "settings.json", TEACHER, *args], cwd=hub.folder, env=env, capture_output=True, text=True, encoding="utf-8", timeout=400)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.long
def test_a_class_signs_in_works_hands_in_and_is_marked(open_page, python: Path, hub: Settings) -> None:
    chart, south = RIGHT.items()
    for name, answers, right in zip(NAMES, ({**RIGHT}, dict([chart]), {south[0]: "south = 25.9"}), (2, 1, 0), strict=True):
        page = sign_in(open_page, hub, name)
        work(page, hub, name, answers, right)
        page.context.close()
    for assignment in ("data-lab", SHEET.assignment.id):
        for command in ("collect", "autograde", "generate_feedback", "release_feedback"):
            as_teacher(python, hub, command, assignment)
    as_teacher(python, hub, "export")
    rows = list(csv.DictReader((hub.grading / "grades.csv").open(encoding="utf-8")))
    marks = {one: [float(row["score"]) for name in NAMES for row in rows if (row["assignment"], row["student_id"]) == (one, name)] for one in ("data-lab", SHEET.assignment.id)}
    assert marks == {"data-lab": [4.0, 2.0, 0.0], SHEET.assignment.id: [sum(SHEET.points[q.id] for q in SINGLE[:right]) for right in (2, 1, 0)]}
    page = sign_in(open_page, hub, NAMES[2])
    assignments(page).get_by_role("button", name="Fetch Feedback", exact=True).first.wait_for()
    for one, told in (("data-lab", "That is the gap in percentage points."), (SHEET.assignment.id, "0 of 1 points.")):
        listed(page, "submitted", one).get_by_role("button", name="Fetch Feedback", exact=True).click()
        listed(page, "submitted", one).get_by_text("(view feedback)").first.wait_for()
        given = list((hub.homes / NAMES[2] / one / "feedback").rglob(f"{one}.html"))
        assert [told in page_.read_text("utf-8") for page_ in given] == [True]
    page.context.close()


@pytest.mark.long
def test_students_reach_neither_the_solutions_nor_one_another_nor_the_passwords(python: Path, hub: Settings) -> None:
    for path in (ROOT / "instructor", hub.grading / "source", hub.homes / NAMES[1], hub.accounts, hub.folder / "state" / "hub.sqlite"):
        assert path.exists()
        done = subprocess.run(["cat" if path.is_file() else "ls", path], user=NAMES[0], group="third-corner", extra_groups=[], capture_output=True, text=True, encoding="utf-8")
        assert done.returncode != 0
        assert "Permission denied" in done.stderr


@pytest.mark.long
def test_a_wrong_password_does_not_let_in(hub: Settings) -> None:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    form = opener.open(f"{hub.address}hub/login", timeout=30).read().decode()
    xsrf = re.search(r'name="_xsrf" value="([^"]+)"', form)
    assert xsrf
    for name, password in ((NAMES[0], "guessed"), (NAMES[0], ""), ("nobody-here", "")):
        data = urllib.parse.urlencode({"username": name, "password": password, "_xsrf": xsrf[1]}).encode()
        with pytest.raises(urllib.error.HTTPError) as refused:
            opener.open(f"{hub.address}hub/login", data, timeout=30)
        assert refused.value.code == 403
