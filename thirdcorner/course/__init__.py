"""Reading the course: its files, as one frozen `Course`, and what must hold of it; nothing else reads them but `classroom`, `live` and `cli`."""
