"""The course live: chapters as notebooks, the data lab’s checks."""
