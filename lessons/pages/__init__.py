"""Pages of a course that are no topics: read from files, checked, rendered, and written back."""
