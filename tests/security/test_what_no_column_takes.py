"""Texts too long, numbers too large and days that are none, in every field of every form: refused with a
sentence, with what was typed still there, or made smaller; never a mistake of ours. A table that refused one
would be such a mistake (common.strict_columns)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.test import Client

from tests.desk.visiting import signed_in
from tests.security.canaries import Planted
from tests.security.forms_found import FoundForm, forms_of
from tests.security.refusals import as_kept, page_of, send, sentences, typed_on
from tests.security.walking import nothing_stays

TEXTS = ["a\x00b\ud800" + "x" * 5000, "\U0010ffff" * 300]
# What a form refuses, and what it may let through to sums of days and to columns.
DAYS = ["10000-01-01", "2026-02-30", "٢٠٢٦-٠١-٠١", "in 9999999 days", "0001-01-01", "9999-12-31"]
NUMBERS = ["-1", "NaN", "9" * 5000, "32768", "9223372036854775808", "0.0000000001"]
TIMES = ["24:00", "-1:00", "06:00:00.9999999", "06:00+99:99", "٠٦:٠٠"]
# The fields whose words are read as a day, a number or a time, by their kind in the form.
OF_A_KIND = {"date": DAYS, "number": NUMBERS, "time": TIMES}
# Read as days, amounts and numbers although they are typed as text.
AS_TEXT = {
    **dict.fromkeys(("next_contact", "until", "on", "notice_on", "happened_on"), "date"),
    **dict.fromkeys(("deal_value", "window", "expected_version", "rhythm", "rhythm_own"), "number"),
}
TYPED = {"text", "search", "tel", "email", "textarea", "date", "number", "time"}
# Each form is sent again without what it refused, so that one bad field does not hide what another one does.
MOST_TRIES = 3
# Shown again as it is, not as it was sent: whose password is asked for.
NOT_TYPED = {"username"}


@dataclass
class Findings:
    """What happened to the values: how many were refused in words, and what went wrong."""

    wrong: list[str] = field(default_factory=list)
    refused: int = 0
    accepted: int = 0


def values_of(form: FoundForm, name: str) -> list[str]:
    """What is worth trying in a field."""
    return OF_A_KIND.get(AS_TEXT.get(name, form.kinds[name]), TEXTS)


def rounds(form: FoundForm, tried: set[tuple[str, str]]) -> Iterator[dict[str, str]]:
    """What is sent to a form, all fields at a time; of the fields of a route each once."""
    names = [name for name in form.kinds if (form.route, name) not in tried]
    tried |= {(form.route, name) for name in names}
    values = {name: values_of(form, name) for name in names}
    for turn in range(max(map(len, values.values()), default=0)):
        yield {name: of_it[turn] for name, of_it in values.items() if turn < len(of_it)}


def try_out(client: Client, form: FoundForm, typed: dict[str, str], findings: Findings) -> None:
    """Send a form with all of these, then without those it refused, until it takes the rest."""
    for _turn in range(MOST_TRIES):
        with nothing_stays(client):
            answer = send(client, form.action, form.sent(**typed))
        if answer.status_code >= 500:
            shown = {name: text[:30] for name, text in typed.items()}
            findings.wrong.append(f"{form.action} is a mistake of ours with {shown}"[:700])
            return
        page = page_of(answer)
        refused = sentences(page)
        findings.wrong += list(_wrong_with(form, typed, refused, typed_on(page) if refused else {}))
        findings.refused += len(refused.keys() & typed.keys())
        if not refused and answer.status_code < 400:
            findings.accepted += len(typed)
            return
        # What nobody can choose on the page is to blame first, and may hide what else is wrong.
        blamed = {name for name in typed if not is_typed(form, name)} or refused.keys() & typed.keys()
        typed = {name: text for name, text in typed.items() if name not in blamed}
        if not typed or not blamed:
            return


def is_typed(form: FoundForm, name: str) -> bool:
    """Whether somebody types this; of a form without a page nobody knows."""
    return bool(form.page) and form.kinds[name] in TYPED and name not in NOT_TYPED


def _wrong_with(
    form: FoundForm, typed: dict[str, str], refused: dict[str, str], kept: dict[str, set[str]]
) -> Iterator[str]:
    """What a page that refuses owes whoever typed: a sentence at each field, and every word back."""
    for name, sentence in refused.items():
        if not sentence:
            yield f"{form.action} refuses {name} without a word"
    if not refused or not all(is_typed(form, name) for name in typed):
        return
    for name, text in typed.items():
        is_back = any(as_kept(text) == as_kept(one) for one in kept.get(name, ()))
        if not is_back:
            yield f"{form.action} loses {name}, {text[:40]!r} is {str(kept.get(name))[:60]}"


def test_no_value_breaks_a_form(furnished: Planted) -> None:
    client, findings = signed_in(furnished.owner, raise_request_exception=False), Findings()
    tried: set[tuple[str, str]] = set()
    for form in forms_of(client, furnished):
        for typed in rounds(form, tried):
            try_out(client, form, typed, findings)
    assert not findings.wrong, f"{len(findings.wrong)}:\n" + "\n".join(sorted(set(findings.wrong)))
    assert {("no/", "deal_value"), ("settings/digest/", "digest_time"), ("no/", "said_on")} <= tried
    assert min(findings.refused, findings.accepted) > 100
