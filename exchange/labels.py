"""The words for the codes of exchange.tables: how a file is written, and why one is refused."""

from django.utils.formats import number_format
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from exchange.tables.delimiter import Delimiter, Ground
from exchange.tables.encoding import Encoding, Evidence
from exchange.tables.refusals import Kind, Reason, Refusal

ENCODINGS: dict[Encoding, LazyText] = {
    Encoding.UTF_8: _("UTF-8"),
    Encoding.UTF_16_LE: _("UTF-16, low byte first"),
    Encoding.UTF_16_BE: _("UTF-16, high byte first"),
    Encoding.CP1252: _("Windows, western (cp1252)"),
    Encoding.LATIN_1: _("Latin-1 (ISO 8859-1)"),
}

# Said beside the encoding.
EVIDENCE: dict[Evidence, LazyText] = {
    Evidence.MARK: _("The file says so itself."),
    Evidence.PLAIN: _("Plain letters: any encoding reads it the same."),
    Evidence.VALID: _("Every character fits."),
    Evidence.GUESSED: _("A guess. If letters like ä look wrong, choose another."),
    Evidence.LEFT: _("A guess: the others do not fit."),
    Evidence.CHOSEN: _("You chose it."),
}

DELIMITERS: dict[Delimiter, LazyText] = {
    Delimiter.COMMA: pgettext_lazy("between cells", "Comma"),
    Delimiter.SEMICOLON: pgettext_lazy("between cells", "Semicolon"),
    Delimiter.TAB: pgettext_lazy("between cells", "Tab"),
    Delimiter.PIPE: pgettext_lazy("between cells", "Upright line |"),
}

# Said beside the delimiter.
GROUNDS: dict[Ground, LazyText] = {
    Ground.SAID: _("The file says so itself."),
    Ground.CONSISTENT: _("It gives most rows the same number of cells."),
    Ground.ONE_COLUMN: _("Nothing divides these lines alike, so they are one column."),
    Ground.CHOSEN: _("You chose it."),
}

KINDS: dict[str, LazyText] = {
    Kind.XLSX: _("This Excel workbook could not be read. Save the sheet as CSV, and upload that file."),
    Kind.XLS: _(
        "This is an old Excel workbook, or one with a password. Save it as .xlsx or CSV, and upload "
        "that file."
    ),
    Kind.ZIP: _("This is a ZIP file. Unpack it, and upload the CSV file inside."),
    Kind.GZIP: _("This file is packed. Unpack it, and upload the CSV file inside."),
    Kind.PDF: _("This is a PDF. Export the list as CSV, and upload that file."),
    Kind.HTML: _("This is a web page, whatever its name says. Export the list as CSV, and upload that file."),
    Kind.UTF_32: _("This file is written in UTF-32. Save it as UTF-8, and upload it again."),
    "": _("This is not a text file."),
}

REFUSALS: dict[Reason, LazyText] = {
    Reason.EMPTY: _("There is nothing in this file."),
    Reason.UNDECODABLE: _("Line %(line)s is not written in %(encoding)s. Choose another encoding."),
    Reason.MIXED_ENCODINGS: _(
        "Line %(line)s is written in another encoding than the other lines. Save the file as UTF-8, or "
        "choose an encoding."
    ),
    Reason.NUL: _("Line %(line)s holds a zero byte, which no text has. Export the file once more."),
    Reason.QUOTE_LEFT_OPEN: _("The quotation mark in line %(line)s, cell %(column)s, is never closed."),
    Reason.QUOTE_INSIDE: _(
        "In line %(line)s, cell %(column)s, a quotation mark stands in the midst of the text. Does it belong "
        "to the text?"
    ),
    Reason.TEXT_AFTER_QUOTE: _(
        "In line %(line)s, cell %(column)s, text goes on after the closing quotation mark. A quotation mark "
        "that belongs to the text is written twice."
    ),
    Reason.CELL_TOO_LONG: _(
        "Cell %(column)s of line %(line)s has more than %(most)s characters. Is a quotation mark missing "
        "where it ends?"
    ),
    Reason.ROW_TOO_LONG: _("The row in line %(line)s has more than %(most)s characters."),
    Reason.ROW_TOO_WIDE: _("The row in line %(line)s has more than %(most)s cells."),
    Reason.UNKNOWN_DELIMITER: _(
        "The file says that “%(what)s” stands between its cells. Choose one of comma, semicolon, tab and |."
    ),
    Reason.NO_HEADER_THERE: _("No row begins in line %(line)s."),
    Reason.TOO_MANY_ROWS: _(
        "The file has more than %(most)s rows. Split it, and bring the parts one after the other."
    ),
    Reason.TOO_MANY_CELLS: _(
        "Line %(line)s has %(found)s cells, and there are %(most)s columns. Text that holds a comma or "
        "semicolon needs quotation marks around it."
    ),
    Reason.BROKEN_WORKBOOK: _("This Excel workbook is not whole. Save it once more, or as CSV."),
    Reason.WORKBOOK_TOO_LARGE: _(
        "This Excel workbook is too large to be read here. Save the sheet as CSV, and upload that file."
    ),
}


def refusal_words(refusal: Refusal) -> str:
    """Why a file or a row is not read, in a sentence or two."""
    if refusal.reason is Reason.NOT_TEXT:
        return str(KINDS[refusal.what])
    values = {
        "line": _number(refusal.line),
        "column": _number(refusal.column),
        "found": _number(refusal.found),
        "most": _number(refusal.most),
        "what": refusal.what,
    }
    if refusal.reason is Reason.UNDECODABLE:
        values["encoding"] = str(ENCODINGS[Encoding(refusal.what)])
    return str(REFUSALS[refusal.reason]) % values


def missing_words(missing: int) -> str:
    """What is said about a row that was filled up."""
    words = ngettext(
        "The last cell is not in the file and is taken as empty.",
        "The last %(missing)s cells are not in the file and are taken as empty.",
        missing,
    )
    return words % {"missing": missing}


def _number(number: int) -> str:
    return str(number_format(number, force_grouping=True))
