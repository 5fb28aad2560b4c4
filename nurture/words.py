"""What a buyer reads in the mail with something useful, beside what we typed; in their language."""

from django.utils.translation import gettext_lazy as _

# Why it is for them, to begin from.
# Translators: %(topic)s is a goal of theirs, as the team calls it.
THOUGHT_OF_YOU = _("This made me think of you and “%(topic)s”. No answer needed.")
# In the first mail after a colleague took over; the one who signs it has looked after them so far.
# Translators: said by a salesperson to a buyer; %(colleague)s is a name.
INTRODUCTION = _(
    "The useful bits I promised come through my colleague %(colleague)s from now on. "
    "I'm still your person here: reply to any of them and it reaches me."
)
# Translators: at the end of a mail; %(day)s is "2 March 2026".
AGREED = _("You get this because you agreed to it on %(day)s.")
STOP = _("Unsubscribe")
CHANGE = _("Change what you get")
# Translators: whom a mail is from: a person, and the name buyers know the team by.
FROM = _("%(name)s, %(team)s")
# The note above the links, where the team notes that they are opened.
NOTED = _("We note that this link is opened.")
