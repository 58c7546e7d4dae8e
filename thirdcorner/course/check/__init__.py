"""What must hold: of the whole course (`rules`), of the record (`record`), of a question (`items`)."""

from .rules import check, graded, spread

__all__ = ["check", "graded", "spread"]
