"""The Third Corner: an interactive course as a Jupyter Book; the names that authors use in a chapter."""

from __future__ import annotations

from typing import Any

__version__ = "0.3.0"


def __getattr__(name: str) -> Any:
    """Import a widget, the charts or the data lab’s check when a chapter first asks for it; ``from thirdcorner import *`` gives them all."""
    import importlib

    if name == "charts":
        return importlib.import_module(".charts", __name__)
    if name == "check_task":
        return importlib.import_module(".data_lab", __name__).check_task
    if name == "__all__" or name[:1].isupper():
        made = importlib.import_module(".widgets", __name__).CONSTRUCTORS
        if name == "__all__":
            return [*made, "charts", "check_task", "__version__"]
        if name in made:
            return made[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
