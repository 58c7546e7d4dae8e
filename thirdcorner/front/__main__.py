"""``python -m thirdcorner.front``: build the front end; with ``--tools`` install what checks its sources too."""

from __future__ import annotations

import sys

from .build import FrontError, ensure, install


def main() -> int:
    """Build what has changed, and say what is wrong where that fails."""
    try:
        if "--tools" in sys.argv:
            install(tools=True)
        ensure()
    except FrontError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
