"""What a check of the course's words found, and what somebody chose to keep. The check itself is named in settings."""
