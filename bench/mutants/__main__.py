"""``python -m bench.mutants logic`` or ``content``: small faults, one at a time, and whether the tests notice."""

import argparse
import sys

from . import content, logic

KINDS = {"content": content, "logic": logic}
"""What can be mutated: a module each, with `arguments` and `main`."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.mutants", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    for name, module in KINDS.items():
        module.arguments(kinds.add_parser(name, help=(module.__doc__ or "").splitlines()[0], description=module.__doc__))
    args = parser.parse_args()
    return KINDS[args.kind].main(args)


if __name__ == "__main__":
    sys.exit(main())
