"""What is asked and graded: the question bank, exams, attempts, marks and the review of scores."""
