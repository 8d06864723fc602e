"""Images of a course: checked, stripped of what they tell of their makers, stored in the sizes that pages need."""
