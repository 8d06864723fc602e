"""Hostile input in every field of every form, found by walking the pages as each kind of person meets them."""
