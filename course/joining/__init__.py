"""Who is in which cohort, and who looks after whom: codes, invitations, lists, requests, due dates, leaving."""
