"""Branching scenarios: a story that a learner walks, choice by choice. The way they took is theirs alone."""
