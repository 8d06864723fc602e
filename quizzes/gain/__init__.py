"""What learners gained between the first exam of a course and the last one, for the matched learners of a scope."""
