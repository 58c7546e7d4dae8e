"""Where a notebook keeps the learner's answers, what it says of that, and how they come and go on a machine that forgets."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from ..course.kept import FILE, Unreadable
from ..widgets import base

FORGETS = "Colab forgets this machine, and your answers with it, some time after you leave. Save them before you go, and load them when you come back; or keep them in your Google Drive: run keep_answers(drive=True)."


class Said(str):
    """A text that a notebook shows as it is, without quotation marks."""

    def __repr__(self) -> str:
        return str(self)


def keep_answers(*, drive: bool = False) -> Any:
    """Say where the answers of this notebook are kept; on Colab without your Drive, offer to save and load them.

    Parameters
    ----------
    drive
        On Colab: ask for your Google Drive. Once it is there, by this or otherwise, answers are kept in it, and what you answered
        so far comes along.
    """
    if drive and _colab() and base.record():
        import_module("google.colab.drive").mount(str(base.DRIVE.parent))
        base.keep_in(base.DRIVE / FILE)
    record = base.record()
    if record is None:
        return Said("Nothing keeps your answers here: they last for as long as this notebook runs.")
    if record.path.parent == base.DRIVE:
        base.fill_all()
        return Said(f"Your answers are kept in your Drive, in {record.path.name}, and come back in any chapter where your Drive is mounted; keep_answers(drive=True) mounts it.")
    if _colab():
        return _offer()
    return Said(f"Your answers are kept in {record.path}, as you give them, and come back when the notebook is opened again.")


def _offer() -> Any:
    """Return what stands above the exercises on a machine that forgets: that it does, and two buttons for the file."""
    controls: Any = import_module("ipywidgets")
    wide = controls.Layout(width="max-content")
    said = controls.Label()
    save = controls.Button(description="Save my answers", icon="download", layout=wide)
    load = controls.FileUpload(description="Load my answers", accept=".json", layout=wide)

    def saved(_: Any) -> None:
        said.value = save_answers()

    def loaded(change: Any) -> None:
        for file in change["new"]:
            said.value = _taken([bytes(file["content"])])
        load.value = ()  # the same file may be loaded again later

    save.on_click(saved)
    load.observe(loaded, "value")
    return controls.VBox([controls.HTML(f"<p>{FORGETS}</p>"), controls.HBox([save, load]), said])


def save_answers() -> Said:
    """Save the answers as a file of yours; on Colab it is downloaded. The book's pages load it as well."""
    record = base.record()
    if record is None or not record.path.is_file():
        return Said("There are no answers to save yet.")
    if _colab():
        import_module("google.colab.files").download(str(record.path))
        return Said(f"{record.path.name} is downloaded.")
    return Said(f"Your answers are in {record.path}: copy that file wherever you want it.")


def load_answers(file: str | Path | None = None) -> Said:
    """Take the answers of a saved file into this notebook's; of two answers to one question the newer one stands.

    Parameters
    ----------
    file
        A file that a page or a notebook of this course saved. On Colab it may be left out: you are then asked for it.
    """
    if file is None and not _colab():
        return Said(f"Say which file: load_answers('{FILE}').")
    try:
        given = [Path(file).read_bytes()] if file is not None else import_module("google.colab.files").upload().values()
    except OSError as error:
        return Said(f"Nothing was changed. {file} cannot be read ({error.strerror}).")
    return _taken(given)


def _taken(given: Iterable[bytes]) -> Said:
    """Take the answers of saved files into this notebook's, and say how many were new."""
    record = base.record()
    if record is None:
        return Said("Nothing keeps answers here, so none can be loaded.")
    try:
        taken = sum(record.merge(data.decode("utf-8-sig")) for data in given)
    except UnicodeDecodeError:
        return Said("Nothing was changed. This file is no text.")
    except OSError as error:
        return Said(f"Nothing was changed. The answers cannot be written ({error.strerror}).")
    except Unreadable as error:
        return Said(f"Nothing was changed. {error}")
    base.fill_all()
    return Said(f"Answers taken over: {taken}.")


def _colab() -> bool:
    return "google.colab" in sys.modules


__all__ = ["keep_answers", "load_answers", "save_answers"]
