"""Whatever a chat does to a code, it is found again; names are never told."""

from __future__ import annotations

import json
import mailbox
import random
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.classroom.test_grade import zipped
from thirdcorner.classroom import class_command, transcripts
from thirdcorner.classroom.chat import Tally, find
from thirdcorner.classroom.codes import encode, layouts_by_sign
from thirdcorner.classroom.sources import MAX_BYTES
from thirdcorner.cli import main
from thirdcorner.course.codes import SIGNS, wording
from thirdcorner.model.codes import CodeLayout

from .test_codes import COURSE, KNOWN, LAYOUTS, ask, twin
from .transcripts import CHAT, NAMES, random_code, transcript

__all__ = ["twin"]
ONE = COURSE.codes["ACH11-1"]


def read(text: str) -> list[str]:
    return [encode(m.code.layout, m.code.wording, m.code.mark, m.code.digits) for m in find(text, KNOWN) if m.code]


@pytest.mark.parametrize("first", CHAT)
def test_a_code_survives_a_chat_and_two_chats(first: str) -> None:
    code = random_code(random.Random(first), ONE)
    forms = [*CHAT]
    for second in forms[forms.index(first) :]:
        if {first, second} == {"full width", "code"} or first == second:
            continue
        text = CHAT[second](CHAT[first](code))
        assert read(f"before {text}\nafter") == [code], (first, second, text)


def test_a_transcript_of_three_hundred_lines_gives_its_240_codes() -> None:
    text, posted = transcript(LAYOUTS)
    met = [*find(text, KNOWN)]
    assert sorted(read(text)) == sorted(posted)
    assert [m for m in met if not m.code] == []


def test_twins_meet_the_same_in_whole_damaged_and_newer_codes(twin: Path) -> None:
    rng = random.Random(7)
    texts = [transcript(LAYOUTS, 60, 40, seed)[0] for seed in range(10)]
    for text in texts[:5]:
        cut = [*text]
        for _ in range(40):
            cut[rng.randrange(len(cut))] = rng.choice("A-9 \n*xZ>")
        texts.append("".join(cut))
    newer = ONE.model_copy(update={"number": 9})
    texts.append(random_code(rng, newer) + " and " + random_code(rng, ONE.model_copy(update={"name": "AAA"})))
    mine = [[[m.line, m.why, m.code and [m.code.layout.name, m.code.mark, [*m.code.digits]]] for m in find(text, KNOWN)] for text in texts]
    assert [m[1] for m in mine[-1]] == ["newer", "unknown"]
    assert any(m[1] == "damaged" for met in mine for m in met)
    assert ask(twin, [{"text": text} for text in texts]) == mine


def slips(code: str, rng: random.Random | None = None) -> list[str]:
    """Return a code with each sign changed, into each other sign, a hyphen or what no code has (or into a few of these), and each two neighbours changed over."""
    every = [*SIGNS, *"-U?é "]
    wrong = [code[:n] + s + code[n + 1 :] for n in range(len(code)) for s in ([*rng.sample(every, 2), "-"] if rng else every) if s != code[n]]
    return wrong + [code[:n] + code[n + 1] + code[n] + code[n + 2 :] for n in range(len(code) - 1) if code[n] != code[n + 1]]


def slipped(layout: CodeLayout, rng: random.Random | None = None) -> str:
    return "\n".join(f"Ada: {wrong}, thanks" for wrong in slips(random_code(random.Random(layout.id), layout), rng))


def test_any_sign_changed_and_any_two_changed_over_are_told_once_as_damaged_by_both_twins(twin: Path) -> None:
    texts = [slipped(layout, random.Random(layout.id)) for layout in LAYOUTS]
    told = [[[n, "damaged", None] for n in range(1, text.count("\n") + 2)] for text in texts]
    assert ask(twin, [{"text": text} for text in texts]) == told
    assert [[[m.line, m.why, m.code] for m in find(text, KNOWN)] for text in texts] == told
    every = slipped(ONE)
    assert [m.line for m in find(every, KNOWN) if m.why == "damaged"] == [*range(1, every.count("\n") + 2)]


@pytest.mark.long
def test_every_slip_of_every_layout_is_told_once_as_damaged() -> None:
    for layout in LAYOUTS:
        text = slipped(layout)
        assert [(m.line, m.why) for m in find(text, KNOWN)] == [(n, "damaged") for n in range(1, text.count("\n") + 2)], layout.id


def test_the_beginning_of_a_code_that_a_reply_quotes_is_not_damaged(twin: Path) -> None:
    code = random_code(random.Random(4), ONE)
    quoted = [f'Reacted to "{code[:n]}{dots}" with 👍' for n in range(6, len(code) - 1) for dots in ("…", "...")]
    quoted += [f'Ada: Replying to "{code[:14]}…"\n\n{code}']
    met = [[[m.line, m.why, m.code and m.code.mark] for m in find(text, KNOWN)] for text in quoted]
    assert met == [*[[]] * (len(quoted) - 1), [[3, "", code.split("-")[3]]]]
    assert [[m[:2] for m in one] for one in ask(twin, [{"text": text} for text in quoted])] == [[m[:2] for m in one] for one in met]
    for text in (f"{code[:20]}…{code[21:]}", f"{code[:-1]}…", code[:-8]):  # a sign that became three dots, or a code that simply ends
        assert [m.why for m in find(text, KNOWN)] == ["damaged"], text


def test_the_last_code_of_a_mark_counts_and_equal_work_under_another_mark_is_another_student() -> None:
    digits = [1] * len(ONE.radices)
    one, again, other = encode(ONE, "G7", "K7Q4ZD", digits), encode(ONE, "G7", "K7Q4ZD", [2, *digits[1:]]), encode(ONE, "G7", "000000", digits)
    tally = Tally()
    tally.take(find(f"{one}\n{other}\n{again}", layouts_by_sign([ONE])))
    assert tally.twice == 1 and sorted(c.digits[0] for c in tally.codes.values()) == [1, 2]


def test_no_row_of_the_table_follows_the_chat() -> None:
    rng = random.Random(9)
    lines = [random_code(rng, ONE) for _ in range(9)]
    made = []
    for order in (lines, lines[::-1]):
        tally = Tally()
        tally.take(find("\n".join(order), KNOWN))
        made.append(class_command.table(tally))
    assert made[0] == made[1] != []


def written(folder: Path, codes: list[str]) -> list[Path]:
    """Write the same codes as each kind of file."""
    from openpyxl import Workbook

    said = [f"{NAMES[n % 7]}: {code}" for n, code in enumerate(codes)]
    (folder / "zoom.txt").write_text("\n".join(said), "utf-16")
    (folder / "forum.html").write_text("".join(f"<p>{s}</p>" for s in said), "utf-8")
    (folder / "slack.json").write_text(json.dumps([{"user": "U1", "text": s, "ts": "1"} for s in said], indent=1), "utf-8")
    (folder / "feedback.csv").write_text("name,answer\n" + "\n".join(f'"{s.split(":")[0]}","{c}"' for s, c in zip(said, codes, strict=True)), "cp1250", "replace")
    box = mailbox.mbox(folder / "class.mbox")
    for s in said:
        mail = EmailMessage()
        mail["From"] = "a@example.org"
        mail.set_content(s + " – thanks", cte="base64" if len(s) % 2 else "quoted-printable")
        box.add(mail)
    box.close()
    book = Workbook()
    for s in said:
        book.active.append(s.split(": "))
    book.save(folder / "form.xlsx")
    return sorted(folder.iterdir())


def test_each_kind_of_file_is_read_and_no_name_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rng = random.Random(5)
    codes = [random_code(rng, ONE) for _ in range(6)]
    (tmp_path / "in").mkdir()
    for path in written(tmp_path / "in", codes):
        out = tmp_path / "out.csv"
        assert main(["class", str(path), "--csv", str(out), "--json", str(tmp_path / "out.json")]) == 0, path
        told = capsys.readouterr().out
        assert told.startswith("6 codes of 1 exercises."), (path, told)
        everything = told + out.read_text("utf-8") + (tmp_path / "out.json").read_text("utf-8")
        assert not [n for n in NAMES if n.split()[0] in everything]
        assert not [c for c in codes if c.split("-")[3] in everything], "a mark is in no export"
    assert {r["student"] for r in json.loads((tmp_path / "out.json").read_text("utf-8"))} == {1, 2, 3, 4, 5, 6}


def test_broken_codes_are_told_by_line_and_fewer_than_five_only_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = random_code(random.Random(6), ONE)
    chat = tmp_path / "chat.txt"
    chat.write_text(f"Ada: {code}\nBo: {code[:-1]}\nDara: X{code[1:]}\n", "utf-8")
    assert main(["class", str(chat), "--csv", str(tmp_path / "out.csv")]) == 0
    told = capsys.readouterr().out
    assert f"{chat}:2: a code is damaged" in told and f"{chat}:3: a code is damaged" in told and "fewer than 5" in told
    assert len((tmp_path / "out.csv").read_text("utf-8").splitlines()) == 1
    assert main(["class", str(tmp_path / "none.txt")]) == 1
    (tmp_path / "bad.xlsx").write_bytes(b"no workbook")
    assert main(["class", str(tmp_path / "bad.xlsx")]) == 1
    assert "no workbook" in capsys.readouterr().err


@pytest.mark.parametrize("place", ["folder", "zip"])
def test_a_long_transcript_in_a_folder_or_zip_is_read_as_one_alone_is(tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    code = random_code(random.Random(8), ONE)
    said = f"{'see you on Tuesday ' * 9}\n{code}\n"
    long = "".join(f"{n} {said}" for n in range(1 + MAX_BYTES // len(said)))
    assert len(long) > MAX_BYTES
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "chat.txt").write_text(long, "utf-8")
    path = tmp_path / "in" if place == "folder" else zipped(tmp_path / "in.zip", {"chat.txt": long.encode()})
    monkeypatch.setattr(transcripts, "MAX_BYTES", len(long))
    ((_, text),) = transcripts.texts(path)
    assert text.count(code) == long.count(code) > 1000
    monkeypatch.setattr(transcripts, "MAX_BYTES", len(long) - 1)
    unread: list[str] = []
    assert list(transcripts.texts(path, unread=unread)) == []
    assert unread == [f"{path}/chat.txt: it is larger than {len(long) - 1:,} bytes"]


def test_codes_of_another_wording_are_counted_and_stand_with_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rng, now = random.Random(7), wording(COURSE, ONE)
    then = "00" if now != "00" else "11"
    (tmp_path / "chat.txt").write_text("\n".join(random_code(rng, ONE, w) for w in [now] * 3 + [then] * 2), "utf-8")
    assert main(["class", str(tmp_path / "chat.txt"), "--csv", str(tmp_path / "out.csv")]) == 0
    assert "5 codes (" in (told := capsys.readouterr().out) and "; 2 of another wording" in told
    assert {line.split(",")[1] for line in (tmp_path / "out.csv").read_text("utf-8").splitlines()[1:]} == {"1", "2", "3", "4", "5"}


def test_ten_thousand_lines_take_seconds() -> None:
    text, posted = transcript([ONE], 10_000, 8_000, 3)
    began = time.perf_counter()
    assert len(read(text)) == len(posted)
    assert time.perf_counter() - began < 20


