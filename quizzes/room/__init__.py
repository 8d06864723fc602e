"""What exams add to the supervisor's room: lines of this week, scores on the grid, a learner's attempts."""
