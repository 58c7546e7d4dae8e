"""The Third Corner: an interactive course as a Jupyter Book; the names that authors use in a chapter."""

from __future__ import annotations

from typing import Any

__version__ = "0.3.0"
KEEPING = ("keep_answers", "save_answers", "load_answers")


def __getattr__(name: str) -> Any:
    """Import a widget, the charts, the data lab’s check or what keeps answers when a chapter first asks for it; ``from thirdcorner import *`` gives them all."""
    import importlib

    if name == "charts":
        return importlib.import_module(".widgets.charts", __name__)
    if name == "check_task":
        return importlib.import_module(".live.data_lab", __name__).check_task
    if name == "myst_directive":
        return importlib.import_module(".live.myst", __name__).directive
    if name in KEEPING:
        return getattr(importlib.import_module(".live.keeping", __name__), name)
    if name == "__all__" or name[:1].isupper():
        made = importlib.import_module(".widgets", __name__).CONSTRUCTORS
        if name == "__all__":
            return [*made, "charts", "check_task", *KEEPING, "__version__"]
        if name in made:
            return made[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
