"""Figures of large scopes: counted when somebody asks and every night, and shown as of then.

A page asks ``taking.show`` with what it would count, and neither knows nor cares whether it was counted just now. The
figures of a snapshot are those of counting: one function makes both.
"""
