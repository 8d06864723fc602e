"""Glossary, local rules and resources: read from files, gathered for rendering, and brought into the topics anew."""
