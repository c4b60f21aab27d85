"""Mail about accounts: to confirm an address, to choose another password, and notices.

It is written during a request, in words that only the request knows (the link, the
address of the browser), and waits as a row until the worker has sent it: signing up
takes no longer while the mail server is slow, and fails no more when it is down.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tasks import task

from questionnaire.mail.sending import raise_if_failed, try_to_send
from questionnaire.models import AccountMail

# As long as the links in it work (PASSWORD_RESET_TIMEOUT and allauth's own limit).
KEPT_FOR = timedelta(days=3)
# Before news of projects: somebody is waiting in front of the page.
_PRIORITY = 5


def queue_account_mail(address: str, subject: str, text: str) -> None:
    """Let the worker send this text, which is in the active language."""
    waiting = AccountMail.objects.create(
        address=address,
        language=translation.get_language(),
        subject=subject,
        text=text,
    )
    send_account_mail.enqueue(waiting.pk)


@task(priority=_PRIORITY)
def send_account_mail(mail_id: int) -> None:
    """Send a waiting mail, and forget it. Raises MailNotSent."""
    raise_if_failed(_send(AccountMail.objects.filter(pk=mail_id)))


def retry_account_mail(older_than: datetime) -> int:
    """Try again what has waited since; returns how many mails failed.

    A mail whose links no longer work is dropped.
    """
    expired = timezone.now() - KEPT_FOR
    AccountMail.objects.filter(created_at__lt=expired).delete()
    return _send(AccountMail.objects.filter(created_at__lt=older_than))


def _send(mails: Iterable[AccountMail]) -> int:
    failed = 0
    for mail in mails:
        if try_to_send(_message, mail):
            mail.delete()
        else:
            failed += 1
    return failed


def _message(mail: AccountMail) -> EmailMultiAlternatives:
    """The same text twice: plain, and as HTML with links to click."""
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.address])
    with translation.override(mail.language):
        context = {
            "subject": mail.subject,
            "text": mail.text,
            "language": mail.language,
        }
        html = render_to_string("account/email/message.html", context)
    message.attach_alternative(html, "text/html")
    return message
