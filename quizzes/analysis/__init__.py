"""What the answers say about an exam and its questions: for trainers and supervisors, from attempts in their scope."""
