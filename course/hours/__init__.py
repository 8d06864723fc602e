"""Hours and completion: observed time, credited hours, and the statement of completion."""
