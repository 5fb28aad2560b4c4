"""Texts of Django and allauth that a translation says in our voice: theirs say du in German, or shout.

Nothing reads this list: naming them here puts them into our translations, which win over theirs.
"""

from django.utils.translation import gettext_noop

DJANGO = (gettext_noop("This field is required."),)

ALLAUTH = (
    gettext_noop("Be patient, you are sending too many requests."),
    gettext_noop("Too many failed login attempts. Try again later."),
    gettext_noop("The email address and/or password you specified are not correct."),
    gettext_noop("This account is currently inactive."),
    gettext_noop("Please type your current password."),
    gettext_noop("You must type the same password each time."),
    gettext_noop("You must type the same email each time."),
    gettext_noop("You cannot add more than %d email addresses."),
    gettext_noop("You cannot remove your primary email address."),
    gettext_noop("You cannot remove your primary email address (%(email)s)."),
    gettext_noop("Your primary email address must be verified."),
    gettext_noop("You have confirmed %(email)s."),
    gettext_noop("You have signed out."),
    gettext_noop("Successfully signed in as %(name)s."),
    gettext_noop("Password successfully changed."),
    gettext_noop("Password successfully set."),
    gettext_noop("Incorrect code."),
    gettext_noop("You cannot generate recovery codes without having two-factor authentication enabled."),
)
