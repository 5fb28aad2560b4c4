"""What somebody posts on the page of columns: how files are read, where columns go, what was asked."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from common.days import plain_day_and_year
from exchange.currencies import CODES
from exchange.dialects.answers import Answers, Ask
from exchange.dialects.fields import Kind
from exchange.dialects.keeping import layout_as_json
from exchange.imports.asking import LEAVE, answer_to, day_of, every_other, posted_for, read_day, taken
from exchange.imports.columns import laid_out, layout_as
from exchange.imports.reading import layout_of, open_rows, options_of, said_of
from exchange.imports.reason_choices import ReasonChoices
from exchange.imports.standing import forget_files, keep_answers, keep_layout, look, standing_of
from exchange.models import Import, ImportFile
from exchange.tables.delimiter import Delimiter
from exchange.tables.encoding import Encoding
from exchange.tables.refusals import RefusedError

Posted = Mapping[str, str]
_MOST_DIGITS = 7
_MOST_QUOTED = 40  # characters of what was typed for a day


def take_posted(imp: Import, posted: Posted, user: User, today: date, now: datetime) -> list[str]:
    """Keep what was chosen and answered, and find out how the rows stand then; what is none of ours is left.

    Returns a sentence for each choice that could not be kept.
    """
    complaints = list[str]()
    before = dict(imp.answers)
    _take_answers(imp, posted, user, today)
    files_changed = False
    for file in imp.files.all():
        changed, said = _take_file(file, posted)
        files_changed |= changed
        complaints += said
    if files_changed:
        forget_files(imp)
    if imp.answers != before:
        look(imp, user, today, now)
    return complaints


def wrong_days(imp: Import, posted: Posted, user: User, today: date) -> list[str]:
    """A sentence for each day that was typed and cannot be taken."""
    said = said_of(imp, user, today)
    asked = [each for each in standing_of(imp, user, today).asked if each.question.ask is Ask.DAY]
    answered = (posted_for(asking, posted, said) or LEAVE for asking in asked)
    return [_wrong_words(typed) for typed in answered if typed != LEAVE and not day_of(typed, today)]


def _wrong_words(typed: str) -> str:
    if ahead := read_day(typed):
        return _("%(day)s lies ahead. When was it decided?") % {"day": plain_day_and_year(ahead)}
    words = _("“%(typed)s” is no day we can take. Write it like 2026-03-31.")
    return words % {"typed": typed[:_MOST_QUOTED]}


def _take_answers(imp: Import, posted: Posted, user: User, today: date) -> None:
    reasons = ReasonChoices.of_team(user.team)
    said = answers = said_of(imp, user, today)
    for asking in (*standing_of(imp, user, today).asked, every_other()):
        typed = posted_for(asking, posted, said)
        if typed is not None and typed != answer_to(asking, said):
            answers = taken(asking, typed, answers, reasons)
    answers = _with_switches(answers, posted)
    if answers != said:
        keep_answers(imp, answers)


def _with_switches(answers: Answers, posted: Posted) -> Answers:
    if posted.get("home_currency") in CODES:
        answers = replace(answers, home_currency=posted["home_currency"])
    if "won" in posted:
        answers = replace(answers, take_won=posted["won"] == "take")
    return answers


def _take_file(file: ImportFile, posted: Posted) -> tuple[bool, list[str]]:
    """Whether it is read otherwise now, and what could not be kept."""
    options = _options(file, posted)
    if options != file.options:
        file.options = options
        keep_layout(file)
        return True, []
    try:
        return _take_layout(file, posted)
    except RefusedError:
        return False, []


def _options(file: ImportFile, posted: Posted) -> dict[str, Any]:
    """How the file is to be read; what was not posted stays."""
    kept = options_of(file)
    encoding, delimiter, line = (
        posted.get(f"{name}-{file.place}") for name in ("encoding", "delimiter", "header")
    )
    chosen: dict[str, Any] = {
        "encoding": kept.encoding if encoding is None else encoding,
        "delimiter": kept.delimiter if delimiter is None else delimiter,
        "header_line": kept.header_line if line is None else _line(line),
        "marks_as_text": posted.get(f"marks-{file.place}", "yes" if kept.marks_as_text else "") == "yes",
    }
    if chosen["encoding"] not in set(Encoding):
        del chosen["encoding"]
    if chosen["delimiter"] not in set(Delimiter):
        del chosen["delimiter"]
    return {name: value for name, value in chosen.items() if value}


def _line(typed: str) -> int:
    typed = typed.strip()
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= _MOST_DIGITS else 0


def _take_layout(file: ImportFile, posted: Posted) -> tuple[bool, list[str]]:
    layout = layout_of(file)
    with open_rows(file) as table:
        headers = [column.name for column in table.columns]
    code = posted.get(f"dialect-{file.place}", layout.dialect.code)
    kind = posted.get(f"kind-{file.place}") or layout.kind
    complaints: list[str] = []
    if (code, kind) != (layout.dialect.code, layout.kind):
        chosen = layout_as(code, kind, headers) or layout
    else:
        base = replace(layout, kind=Kind.DEALS) if layout.is_unknown else layout
        chosen, complaints = laid_out(file, base, headers, posted)
        if layout.is_unknown and chosen.is_unknown:
            chosen = layout
    as_json = layout_as_json(chosen)
    changed = as_json != file.layout
    if changed:
        file.layout = as_json
        file.save(update_fields=["layout"])
    return changed, complaints
