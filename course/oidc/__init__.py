"""Signing in with the account of another organization, by OpenID Connect.

An extra: nothing in here is imported, and no address of it exists, unless ``OIDC_ISSUER`` is set. Only ``left_over`` is
for installations that have turned it off again. What lies behind is allauth's; here is what we ask beyond it.
"""
