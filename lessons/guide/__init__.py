"""How to write a course, for those who write it: pages in the admin, in the Markdown that topics are written in."""
