"""The exams of a made-up program: see ``course.program_maker``."""
