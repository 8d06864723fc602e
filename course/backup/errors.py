class BackupError(Exception):
    """A backup that cannot be made or put back. The message says why and what to do; nothing was changed."""
