"""Loading a course from text files. ``load.load`` is the verb; apps add their part through ``loaders.Loader``.

This package stays empty, so that pure modules here can be used without models.
"""
