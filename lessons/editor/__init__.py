"""What helps to write a topic: the toolbar, tables without their signs, and the pages for them."""
