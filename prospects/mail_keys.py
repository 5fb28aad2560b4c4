"""The key in the links of mails to somebody: made with the first mail, the same in every later one."""

import re

from prospects.models import MailKey, Prospect

_FORM = re.compile(r"[A-Za-z0-9_-]{32}")


def mail_key_of(prospect: Prospect) -> str:
    """The key of a person, made when it is asked for the first time; two at once get the same."""
    key, _is_new = MailKey.objects.get_or_create(prospect=prospect, is_former=False)
    return key.key


def whose_mail_key(key: str) -> Prospect | None:
    """Whose key that is; None for any text that is nobody's."""
    if not _FORM.fullmatch(key):
        return None
    found = MailKey.objects.filter(key=key).select_related("prospect__team", "prospect__owner")
    return next((row.prospect for row in found), None)
