"""Sign-off: what a learner and their supervisor say of each competency, signed by both and kept as it was."""
