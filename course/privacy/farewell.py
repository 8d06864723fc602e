"""The last mail to somebody who was erased. Sent at once: a queue would keep the address."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from course.privacy.erasure import Stays

logger = logging.getLogger(__name__)


def send(address: str, stays: Sequence[Stays]) -> bool:
    """Whether the mail server took it. The erasure has happened already, so a failing mail stops nothing."""
    body = render_to_string("course/mail/erased.txt", {"stays": stays})
    try:
        EmailMessage(_("Your account was erased"), body, to=[address]).send()
    except (OSError, SMTPException) as problem:
        logger.error("The mail about an erasure was not sent: %s", type(problem).__name__)
        return False
    return True
