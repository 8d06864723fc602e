"""Arranging a course: what stands where, what it covers, and what is missing before it can open."""
