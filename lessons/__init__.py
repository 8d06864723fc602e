"""What is inside a lesson: topics, scenarios, reflections. The row ``Lesson`` itself lives in ``course``."""
