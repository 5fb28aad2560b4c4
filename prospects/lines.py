"""The words of COPY.md: what to say at a no, what to ask, what to send, how to open a check-in.

Blanks in { } and parts in [ ] are filled by prospects.exit_lines; a line is resolved in the language it is
asked for (`text_in`), so the tables here stay lazy.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from prospects.conversations import AskKind, ExitConversation, Manner, WakeUpKind

NOT_A_PRIORITY = ExitConversation.NOT_A_PRIORITY
COMPETITOR_CHOSEN = ExitConversation.COMPETITOR_CHOSEN
BETTER_FIT_ELSEWHERE = ExitConversation.BETTER_FIT_ELSEWHERE
STAYING_WITH_SUPPLIER = ExitConversation.STAYING_WITH_SUPPLIER
DRIFTED = ExitConversation.DRIFTED
CANNOT = ExitConversation.CANNOT
WE_DECLINED = ExitConversation.WE_DECLINED
UNKNOWN = ExitConversation.UNKNOWN

# A. What to say

HINTS: dict[ExitConversation, LazyText] = {
    NOT_A_PRIORITY: _("Get the event that has to happen first, not only a date."),
    COMPETITOR_CHOSEN: _("Be easy to come back to."),
    BETTER_FIT_ELSEWHERE: _("Find out the one thing. Don't argue with it."),
    STAYING_WITH_SUPPLIER: _("The date that counts is the notice date."),
    DRIFTED: _("Make it easy to be honest. Then stop."),
    CANNOT: _("The best no there is. Ask for the door it opens."),
    WE_DECLINED: _("Leave them with a name, not with a gap."),
    UNKNOWN: _("One question, then let it rest."),
}

SHORT: dict[ExitConversation, LazyText] = {
    NOT_A_PRIORITY: _(
        "Understood, {first_name}. I'll leave you to it and {call} {when}. "
        "If it moves up sooner, just call me."
    ),
    COMPETITOR_CHOSEN: _(
        "Thanks for telling me [{yourself}], {first_name}. I hope it works out. "
        "I'll ask {when} how it's going. No selling."
    ),
    BETTER_FIT_ELSEWHERE: _(
        "Fair enough, {first_name}. They fit this one better. Please ask me for the next one. "
        "I'll {call} {when}."
    ),
    STAYING_WITH_SUPPLIER: _(
        "Makes sense, {first_name}. Switching has to pay, and today it doesn't. "
        "Keep me as your second number. I'll {call} {when}."
    ),
    DRIFTED: _(
        "This isn't the moment, {first_name}, and that's fine. I'll stop asking and try you once more {when}."
    ),
    CANNOT: _(
        "That's a good reason, {first_name}, and I'd decide the same. "
        "May I stay in touch and ask {when} how it's going?"
    ),
    WE_DECLINED: _(
        "We're not the right help for this, {first_name}, and I'd rather say so now than on your money. "
        "[I'll send you {promise}.]"
    ),
    UNKNOWN: _(
        "Thanks for letting me know, {first_name}. I won't press you now. "
        "May I {call} {when} and ask what decided it?"
    ),
}

FULL: dict[ExitConversation, LazyText] = {
    NOT_A_PRIORITY: _(
        "That makes sense, {first_name}, and thank you for telling me straight. I won't chase you. "
        "[I'll send you {promise}, and you don't need to reply.] "
        "Then I'll {call} {when}[, {ten_minutes},] and we'll see if it has moved up. "
        "And if it turns urgent before that, call me. I'll make the time."
    ),
    COMPETITOR_CHOSEN: _(
        "Thank you for telling me [{yourself}], {first_name}. It can't have been the nicest thing on your "
        "list. I hope it goes well, and I mean it. If it stalls or falls through, pick up the phone. "
        "You won't have to explain anything, and I'd find time quickly. "
        "I'd like to ask {when} how it's going. Would that be all right?"
    ),
    BETTER_FIT_ELSEWHERE: _(
        "I can't argue with fit, {first_name}. Better to hear it now than in the middle of a project. "
        "What was the piece we didn't have? And once we have it, may I come back and show you? "
        "[Until then I'll send you {promise}.] I'll {call} {when}. I'd like a seat at the table next time."
    ),
    STAYING_WITH_SUPPLIER: _(
        "I respect that, {first_name}. A supplier who does the job is worth keeping, and I won't talk them "
        "down. Keep me as your second number. When is the contract up, and how much notice do you have to "
        "give? [I'll send you {promise}.] I'll {call} {when}, early enough that you'd still have a choice."
    ),
    DRIFTED: _(
        "{first_name}, I've asked a few times now, so let me make it easy. I'll take it that this isn't the "
        "moment, and you don't owe me an answer. I'll stop asking. "
        "[I'll send you {promise}, it's useful either way.] I'll try you once {when}. "
        "If something is holding it up that I could take off you, tell me, and we'll start there."
    ),
    CANNOT: _(
        "Thank you for telling me [{yourself}], {first_name}. That's a good reason and I'd have decided the "
        "same. I enjoyed thinking it through with you. I'd like to stay in touch, with you directly, if you "
        "don't mind. [I'll send you {promise} for the project.] I'll {call} {when} to hear how it's going. "
        "And if you're suddenly short of hands, say so."
    ),
    WE_DECLINED: _(
        "I've thought about it, {first_name}, and we're not the right help for this one. You'd get a "
        "middling job from us and you need a good one. [So you don't lose time, I'll send you {promise}.] "
        "I'd like to hear {when} whether you found someone. If something more our kind of work comes up, "
        "call me. You'll get a straight answer."
    ),
    UNKNOWN: _(
        "Thank you for letting me know, {first_name}. I'd rather not guess what's behind it, and I don't "
        "need the long version. Is it the timing, something you missed in our offer, or has someone else "
        "got it? One word is enough. [I'll send you {promise}.] I'll {call} {when}, and it won't be a "
        "second sales talk."
    ),
}

# Where no further contact is left open, none is promised.
GOODBYE_HINT = _("Nothing asked for, nothing promised.")
GOODBYE_SHORT = _("Understood, {first_name}. I won't call again. If it ever changes, call me.")
GOODBYE_FULL = _(
    "Understood, {first_name}, and thank you for telling me straight. "
    "[I'll still send you {promise}, as I said.] I won't call again. If it ever changes, call me. "
    "You won't have to explain anything."
)
GOODBYES_SHORT: dict[ExitConversation, LazyText] = {
    DRIFTED: _(
        "This isn't the moment, {first_name}, and that's fine. I'll stop asking. If it ever changes, call me."
    ),
    WE_DECLINED: SHORT[WE_DECLINED],
}
GOODBYES_FULL: dict[ExitConversation, LazyText] = {
    DRIFTED: _(
        "{first_name}, I've asked a few times now, so let me make it easy. I'll take it that this isn't the "
        "moment, and you don't owe me an answer. I'll stop asking. "
        "[I'll send you {promise}, it's useful either way.] If it ever changes, call me."
    ),
    WE_DECLINED: _(
        "I've thought about it, {first_name}, and we're not the right help for this one. You'd get a "
        "middling job from us and you need a good one. [So you don't lose time, I'll send you {promise}.] "
        "If something more our kind of work comes up, call me. You'll get a straight answer."
    ),
}
# They asked us to stop: no promise, no question, and nothing in writing either.
STOPPED_SHORT = _("Understood, {first_name}. Nobody here will call or write to you again.")

# The values of blanks that are words of ours.
WHEN_UNKNOWN = _("in a few weeks")
WHEN_SOON = _("in the next few days")
# Translators: what I will do, after "I'll", "and" or "May I": "I'll call on 7 April". German has to fit
# "Ich … am 7. April": melde mich, schreibe Ihnen, besuche Sie.
CALL = pgettext_lazy("the next contact", "call")
CALLS: dict[Manner, LazyText] = {
    Manner.CALL: CALL,
    Manner.MAIL: pgettext_lazy("the next contact", "write"),
    Manner.MEETING: pgettext_lazy("the next contact", "come by"),
}
# Translators: "Thanks for telling me yourself"; stands in only when they said it in person or by phone.
YOURSELF = pgettext_lazy("told in person or by phone", "yourself")
# Translators: "Then I'll call in May, ten minutes, and we'll see"; left out when we will write instead.
TEN_MINUTES = pgettext_lazy("how long the next talk takes", "ten minutes")


@dataclass(frozen=True)
class Suggestion:
    """Something worth watching for, and the wake-up it would be."""

    words: LazyText
    kind: WakeUpKind


WATCH: dict[ExitConversation, tuple[Suggestion, ...]] = {
    NOT_A_PRIORITY: (
        Suggestion(_("What comes first now is finished"), WakeUpKind.OTHER),
        Suggestion(_("Budget preparation begins"), WakeUpKind.BUDGET_YEAR),
        Suggestion(_("A new boss"), WakeUpKind.NEW_PERSON),
    ),
    COMPETITOR_CHOSEN: (
        Suggestion(_("Go-live"), WakeUpKind.GO_LIVE),
        Suggestion(_("The pilot ends"), WakeUpKind.OTHER),
        Suggestion(_("Their sponsor or the vendor's project lead leaves"), WakeUpKind.PERSON_LEAVES),
    ),
    BETTER_FIT_ELSEWHERE: (
        Suggestion(_("We have the missing thing"), WakeUpKind.WE_SHIP),
        Suggestion(_("A second site or need"), WakeUpKind.OTHER),
        Suggestion(_("Their first review"), WakeUpKind.OTHER),
    ),
    STAYING_WITH_SUPPLIER: (
        Suggestion(_("The notice date"), WakeUpKind.CONTRACT_END),
        Suggestion(_("A price rise"), WakeUpKind.OTHER),
        Suggestion(_("A service failure"), WakeUpKind.VENDOR_STUMBLES),
        Suggestion(_("Their account manager leaves"), WakeUpKind.PERSON_LEAVES),
        Suggestion(_("A merger"), WakeUpKind.OTHER),
    ),
    DRIFTED: (
        Suggestion(_("The quarter ends"), WakeUpKind.OTHER),
        Suggestion(_("A new decision maker"), WakeUpKind.NEW_PERSON),
        Suggestion(_("What the decision was waiting for"), WakeUpKind.OTHER),
    ),
    CANNOT: (
        Suggestion(_("The rule or the region changes"), WakeUpKind.OTHER),
        Suggestion(_("We gain the skill"), WakeUpKind.WE_SHIP),
        Suggestion(_("Their project stumbles"), WakeUpKind.VENDOR_STUMBLES),
    ),
    WE_DECLINED: (
        Suggestion(_("A need in our field"), WakeUpKind.OTHER),
        Suggestion(_("Whom we named says no to them"), WakeUpKind.VENDOR_STUMBLES),
    ),
    # Nothing yet: finding out is the wake-up.
    UNKNOWN: (),
}

# B. What to ask

FITTING_ASKS: dict[ExitConversation, tuple[AskKind, AskKind]] = {
    NOT_A_PRIORITY: (AskKind.NEXT_MEETING, AskKind.STAY_IN_TOUCH),
    COMPETITOR_CHOSEN: (AskKind.REENTRY, AskKind.FEEDBACK),
    BETTER_FIT_ELSEWHERE: (AskKind.FEEDBACK, AskKind.STAY_IN_TOUCH),
    STAYING_WITH_SUPPLIER: (AskKind.NEXT_MEETING, AskKind.MAILING_LIST),
    DRIFTED: (AskKind.FEEDBACK, AskKind.STAY_IN_TOUCH),
    CANNOT: (AskKind.STAY_IN_TOUCH, AskKind.REFERRAL),
    WE_DECLINED: (AskKind.STAY_IN_TOUCH, AskKind.MAILING_LIST),
    UNKNOWN: (AskKind.FEEDBACK, AskKind.STAY_IN_TOUCH),
}

ASK_LINES: dict[AskKind, LazyText] = {
    AskKind.STAY_IN_TOUCH: _("Do you mind if I call you now and then? You directly, not your office."),
    AskKind.FEEDBACK: _("What tipped it in the end? You won't hurt my feelings."),
    AskKind.REFERRAL: _(
        "Who else has this problem and would be glad you mentioned me? "
        "I'll write two lines you can forward. May I use your name?"
    ),
    AskKind.REFERENCE: _(
        "We haven't worked together, but you've seen how I go about things. "
        "If somebody asked you about that, would you tell them?"
    ),
    AskKind.REENTRY: _("If it stalls, call me, even at short notice. I won't ask what happened."),
    AskKind.MAILING_LIST: _(
        "I write a short letter four times a year. May I send it to you? Every one has a stop button."
    ),
    AskKind.NEXT_MEETING: _(
        "Shall we put a quarter of an hour in the diary now? If there's nothing to say by then, we cancel it."
    ),
    # Said, not asked.
    AskKind.THANK_YOU: _(
        "Thank you for the time you and your people put into this. I know it wasn't nothing."
    ),
    AskKind.CONGRATULATE: _("Please tell them well done from me. I'll say so myself in a few weeks."),
}
# If there is air after the answer to "What tipped it?".
FEEDBACK_MORE = _("And one thing I should have done differently?")

ASK_LINES_OF: dict[tuple[ExitConversation, AskKind], LazyText] = {
    (DRIFTED, AskKind.FEEDBACK): _("Is it the timing, the risk, or us?"),
    (STAYING_WITH_SUPPLIER, AskKind.NEXT_MEETING): _(
        "When is the contract up, and how much notice do you have to give? "
        "Shall we put a quarter of an hour in the diary well before that?"
    ),
}


def ask_line(kind: AskKind, conversation: ExitConversation | None = None) -> LazyText:
    """How an ask is said, in the words that fit the conversation."""
    if conversation is None:
        return ASK_LINES[kind]
    return ASK_LINES_OF.get((conversation, kind), ASK_LINES[kind])


# D. The thank-you note

THANK_YOU_PROMPTS: tuple[LazyText, ...] = (
    _("Something they did that nobody else would have done"),
    _("One thing you know now because of them"),
    _("What you wish them for what they do instead"),
)
THANK_YOU_RULE = _("Three sentences by hand. No link, no offer, no “if anything changes”.")
THANK_YOU_EXAMPLE = _(
    "Dear Ingrid, you let me walk the line with your night shift, which nobody had offered before. "
    "I now think differently about hand-overs between shifts. I hope the new plant starts on time."
)

# E. What to open a check-in with; none of it is a pitch.

OPENERS: dict[ExitConversation, LazyText] = {
    NOT_A_PRIORITY: _("You had {their_words} in front of you. Is that behind you now?"),
    COMPETITOR_CHOSEN: _("You must be a couple of months in. How is it going? I'm only asking."),
    BETTER_FIT_ELSEWHERE: _("Did it turn out to fit the way you hoped?"),
    STAYING_WITH_SUPPLIER: _("I said I'd ask, so: how have the last two months been with them?"),
    DRIFTED: _("I said I'd try once more. Is this still on your desk, or has it gone away? Both are fine."),
    CANNOT: _("How did the project get on without us?"),
    WE_DECLINED: _("Did you find somebody? I wanted to be sure you weren't left standing."),
    UNKNOWN: _("I never found out what decided it. Would you tell me now? It's for me, not for a new offer."),
}
# Translators: stands in "You had {their_words} in front of you."
THEIR_WORDS_UNKNOWN = _("something else")
OPENER_AFTER_A_YEAR = _(
    "It's a year since you decided about {deal}. No offer, one question: how did it turn out?"
)
OPENER_AFTER_YEARS = _(
    "It's a good while since you decided about {deal}. No offer, one question: how did it turn out?"
)
OPENER_PROMISE_KEPT = _("I sent you {promise}. Was it any use? Be honest.")
OPENER_PROMISE_MISSED = _(
    "I said I'd send {promise} and I didn't. That was my fault. It's in your inbox now."
)
VOICEMAIL = _(
    "{first_name}, {me} here. Nothing urgent and nothing to sell. I said I'd ask how {topic} went. "
    "I'll try again {when}, no need to call back."
)
# Translators: stands in "I said I'd ask how {topic} went."
TOPIC_UNKNOWN = _("things")
SUCCESSOR = _(
    "{former_name} and I spoke in {month} about {deal}. I don't know whether that reached you. "
    "If it's not your subject, tell me and I'll close it."
)

# F. What to send at once

CONFIRMATION = _(
    "{first_name}, thank you for today. So we both have it: [I'll send you {promise}.] I'll {call} {when}, "
    "and until then you'll have peace from me. If you'd rather I didn't, one word back is enough.\n{me}"
)
CONFIRMATION_CLOSED = _(
    "{first_name}, thank you for today. [As I said, I'll still send you {promise}.] I won't call again. "
    "If it ever changes, one word is enough.\n{me}"
)
# The same when it goes out on a later day than the talk.
CONFIRMATION_LATER = _(
    "{first_name}, thank you for our talk. So we both have it: [I'll send you {promise}.] I'll {call} "
    "{when}, and until then you'll have peace from me. If you'd rather I didn't, one word back is enough."
    "\n{me}"
)
CONFIRMATION_CLOSED_LATER = _(
    "{first_name}, thank you for our talk. [As I said, I'll still send you {promise}.] I won't call again. "
    "If it ever changes, one word is enough.\n{me}"
)
NEWSLETTER_LINE = _(
    "You said I may send you our letter four times a year. Please press here once, "
    "so that I have it in writing: {link}"
)
REPLY_TO_MAIL = _(
    "Thank you for writing, {first_name}, and for not leaving me guessing. I respect the decision. "
    "If you have one sentence on what tipped it, I'd learn from it. If not, that's fine too. "
    "[I'll still send you {promise}.] I'd like to ask how things are {when}, unless you'd rather I didn't."
    "\n{me}"
)
REPLY_TO_MAIL_CLOSED = _(
    "Thank you for writing, {first_name}, and for not leaving me guessing. I respect the decision. "
    "[I'll still send you {promise}.] I won't ask again. If it ever changes, one word is enough.\n{me}"
)
CLOSING_NOTE = _(
    "{first_name}, I've written a few times and would rather not become a nuisance. I take it this has moved "
    "down your list and I'm putting it away. [Here is {promise} anyway.] If I've read it wrong, one word and "
    "it's back out. Otherwise I'll ask once more {when}.\n{me}"
)
CLOSING_NOTE_CLOSED = _(
    "{first_name}, I've written a few times and would rather not become a nuisance. I take it this has moved "
    "down your list and I'm putting it away. [Here is {promise} anyway.] If I've read it wrong, one word and "
    "it's back out.\n{me}"
)
INTRODUCTION = _(
    "{first_name}, as you offered. Please change anything: “I came across {me}. We didn't end up working "
    "together, but they asked good questions [about {topic}]. Worth half an hour. Shall I connect you?”"
)
FIRST_LINE_REFERRED = _(
    "{referrer} suggested I write to you and gave me your address. "
    "If that was a mistake, say so and I'll delete it."
)

# How the settings show a line: filled with an example.
SAMPLE_FIRST_NAME = _("Ingrid")
# Translators: whom to speak to where first names are not used, as an example.
SAMPLE_ANREDE = _("Ms Solheim")
# Translators: what we will send, as an example, as it stands after "I'll send you" (German: accusative).
SAMPLE_PROMISE = _("the two-page checklist")


def language_for(prospects_language: str) -> str:
    """The language of what they hear: theirs if we speak it, else that of the page."""
    spoken = {code for code, _name in settings.LANGUAGES}
    if prospects_language in spoken:
        return prospects_language
    base = prospects_language.partition("-")[0]
    return base if base in spoken else get_language() or settings.LANGUAGE_CODE


def text_in(language: str, words: LazyText) -> str:
    """One of the lines above in a language; English where a translation is missing."""
    if language == get_language():
        return str(words)
    with override(language):
        return str(words)
