"""The Third Corner: an interactive course as a Jupyter Book; the names that authors use in a chapter."""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"
__all__ = ["FactCheckDesk", "Quiz", "TimelineExplorer", "__version__", "charts"]


def __getattr__(name: str) -> Any:
    """Import a widget or the charts when a chapter first asks for it."""
    if name == "charts":
        import importlib

        return importlib.import_module(".charts", __name__)
    if name in __all__:
        from . import widgets

        return getattr(widgets, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
