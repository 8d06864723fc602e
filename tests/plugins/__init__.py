"""Pytest plugins that bring the outside world: a PostgreSQL server and a real Chromium."""
