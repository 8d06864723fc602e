"""The record of who did what: written once, never changed, and told in words."""
