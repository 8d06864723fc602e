"""Self-checks: one to three questions inside a topic. Not scored, and nothing of an answer is stored."""
