"""The supervisor's room: what needs a look this week, a cohort's progress, one learner's path."""
