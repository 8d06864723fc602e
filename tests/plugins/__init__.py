"""Pytest plugins: a PostgreSQL server, a real Chromium, and how properties are tried."""
