"""The wall around a scope: what staff read of learners, held against a program in which everybody else changed."""
