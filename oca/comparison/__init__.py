"""Groups of organizations and their statistics; who is left out, and why."""
