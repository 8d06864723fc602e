"""``python -m course.backup BACKUP/keys.encrypted``: see ``course.backup.keys.main``."""

from course.backup.keys import main

main()
