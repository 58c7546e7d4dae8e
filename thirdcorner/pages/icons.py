"""The few icons a page uses, drawn for this book, under the names by which the theme asks for them."""

_CHEVRON = {"right": "M9 6l6 6-6 6", "left": "M15 6l-6 6 6 6", "down": "M6 9l6 6 6-6", "up": "M6 15l6-6 6 6"}


def _path(d: str) -> str:
    return f'<path d="{d}"/>'


ICONS: dict[str, str] = {
    "fa-bars": _path("M4 7h16M4 12h16M4 17h16"),
    "fa-list": _path("M9 7h11M9 12h11M9 17h11M4.5 7h.01M4.5 12h.01M4.5 17h.01"),
    "fa-magnifying-glass": '<circle cx="11" cy="11" r="6"/>' + _path("M15.5 15.5L20 20"),
    "fa-xmark": _path("M6 6l12 12M18 6L6 18"),
    "fa-sun": '<circle cx="12" cy="12" r="4"/>' + _path("M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6L7 7M17 17l1.4 1.4M18.4 5.6L17 7M7 17l-1.4 1.4"),
    "fa-moon": _path("M19 14.5A7.5 7.5 0 0 1 9.5 5a7.5 7.5 0 1 0 9.5 9.5z"),
    "fa-circle-half-stroke": '<circle cx="12" cy="12" r="8"/>' + '<path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor"/>',
    "fa-print": _path("M7 9V4h10v5M7 17H4v-7h16v7h-3M7 14h10v6H7z"),
    "fa-file-pdf": _path("M7 9V4h10v5M7 17H4v-7h16v7h-3M7 14h10v6H7z"),
    "fa-download": _path("M12 4v10M8 10l4 4 4-4M5 19h14"),
    "fa-file": _path("M7 3h7l4 4v14H7zM14 3v4h4"),
    "fa-arrow-up": _path("M12 19V5M6 11l6-6 6 6"),
    "fa-circle-exclamation": '<circle cx="12" cy="12" r="8"/>' + _path("M12 8v5M12 16h.01"),
    "fa-arrow-right-to-bracket": _path("M13 4h6v16h-6M4 12h10M10 8l4 4-4 4"),
} | {
    f"fa-{kind}-{way}": _path(d) for way, d in _CHEVRON.items() for kind in ("chevron", "angle")
}
