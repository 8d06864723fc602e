"""What is inside a lesson: topics, reading time, scenarios and reflections. The row ``Lesson`` itself lives in ``course``."""
