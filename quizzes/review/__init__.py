"""What supervisors see of exam attempts: the list, one attempt beside its key, its story, and both as CSV."""
