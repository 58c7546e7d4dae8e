"""What each component reads and keeps, a module a widget; `front` names them all."""
