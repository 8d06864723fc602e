"""One learner as staff see them, and what is granted to them."""
