"""Pure: how a deal of an export ended. The export's own flags count before its status, that before the name
of the stage, for teams rename their stages; where they do not say, it is asked.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from exchange.folding import plain

YES_WORDS = frozenset(
    {"true", "1", "yes", "y", "t", "x", "on", "wahr", "ja", "oui", "vrai", "si", "sim", "verdadero"}
)
NO_WORDS = frozenset({"false", "0", "no", "n", "f", "off", "falsch", "nein", "non", "faux", "nao", "falso"})


class Outcome(StrEnum):
    """How a deal stands in the export."""

    DECLINED = "declined"
    WON = "won"
    OPEN = "open"
    DELETED = "deleted"
    UNCLEAR = "unclear"


# Whole names of stages and statuses.
_DECLINED = """
lost | closed lost | lost closed | deal lost | closed as lost | closed lost to competition |
closed lost to competitor | declined | verloren | abgelehnt | geschlossen verloren | closed verloren |
perdu | perdue | ferme perdu | fermee perdue | cloture perdu | perdido | perdida | cerrado perdido |
cerrada perdida | fechado perdido | fechada perdida | negocio perdido | perso | persa | chiuso perso |
chiusa persa | gesloten verloren | stracone | przegrane | przegrana | utracone | tapt | forlorat | tabt
| havitty | elveszett | zamknięte przegrane | проиграно | проиграна | закрыто и не реализовано |
провалена | 失注 | 丢单 | 输单 | 流失 | closedlost
"""
_WON = """
won | closed won | won closed | deal won | closed as won | gewonnen | geschlossen gewonnen | gagne |
gagnee | ferme gagne | fermee gagnee | cloture gagne | ganado | ganada | cerrado ganado | cerrada ganada
| ganho | fechado ganho | vinto | vinta | chiuso vinto | chiusa vinta | gesloten gewonnen | wygrane |
wygrana | vunnet | vunnen | vundet | voitettu | megnyert | выиграно | успешно реализовано | 受注 | 赢单 | 成交
| closedwon
"""
_OPEN = """
open | in progress | offen | en cours | abierto | aberto | ongoing | new | active | pending
"""
# Words in a name that smell of an end without saying which.
_SMELLS = """
lost | loss | dead | closed | cancelled | canceled | cancel | abandoned | rejected | declined |
disqualified | unqualified | dropped | archived | archive | stalled | ghosted | inactive | churned |
nurture | recycled | junk | verloren | absage | abgesagt | abgelehnt | storniert | abgebrochen |
geschlossen | archiv | kein | perdu | perdue | annule | annulee | abandonne | refuse | perdido | perdida
| cancelado | cancelada | anulado | anulada | descartado | descartada | rechazado | desistiu |
desistencia | perso | persa | annullato | geannuleerd | afgewezen | отказ | отменено
"""


@dataclass(frozen=True)
class Signs:
    """What a row says about its end; None where the export has no such column."""

    is_lost: str | None = None
    is_won: str | None = None
    is_closed: str | None = None
    is_deleted: str | None = None
    is_active: str | None = None
    probability: str | None = None
    status: str | None = None
    stage: str | None = None
    has_reason: bool = False
    has_lost_day: bool = False
    # Salesforce leaves a flag blank that is not set; elsewhere a blank says nothing.
    blank_is_no: bool = False


@lru_cache(maxsize=4096)  # the rows of a file have few signs between them
def outcome_of(signs: Signs) -> Outcome:
    """How the deal ended, by the first of flags, status and stage that says; UNCLEAR must be asked."""
    if _flag(signs.is_deleted, blank_is_no=True):
        return Outcome.DELETED
    for judge in (_by_flags, _by_archive, _by_status, _by_stage):
        if outcome := judge(signs):
            return outcome
    return Outcome.UNCLEAR if signs.has_reason or signs.has_lost_day else Outcome.OPEN


def _by_flags(signs: Signs) -> Outcome | None:
    lost, won, closed = (
        _flag(text, blank_is_no=signs.blank_is_no) for text in (signs.is_lost, signs.is_won, signs.is_closed)
    )
    if lost and won:
        return Outcome.UNCLEAR
    if lost:
        return Outcome.DECLINED
    if won:
        return Outcome.WON
    if lost is None and closed is not None and won is not None:
        return Outcome.DECLINED if closed else Outcome.OPEN
    if lost is False and closed and won is False:
        return Outcome.UNCLEAR  # over, and neither lost nor won
    if lost is False:  # it says of every deal whether it is lost: no name of a stage makes it so
        said = _by_status(signs) or _by_stage(signs)
        return Outcome.WON if said is Outcome.WON else Outcome.OPEN
    return None


def _by_archive(signs: Signs) -> Outcome | None:
    """Odoo: a lost deal is put away with probability 0; put away with a chance left, it is unclear."""
    active = _flag(signs.is_active)
    if active is not False:
        return None
    return Outcome.DECLINED if _is_nought(signs.probability) else Outcome.UNCLEAR


def _by_status(signs: Signs) -> Outcome | None:
    return _by_name(signs.status or "")


def _by_stage(signs: Signs) -> Outcome | None:
    name = plain(signs.stage or "")
    return _by_name(name) or (Outcome.UNCLEAR if _ENDS & set(name.split()) else None)


def _by_name(text: str) -> Outcome | None:
    name = plain(text)
    return next((outcome for outcome, names in _NAMES.items() if name in names), None)


def _flag(text: str | None, *, blank_is_no: bool = False) -> bool | None:
    """What a flag says; None if there is none, or if it says neither yes nor no."""
    if text is None:
        return None
    word = plain(text)
    if word in YES_WORDS:
        return True
    return False if word in NO_WORDS or (not word and blank_is_no) else None


def _is_nought(text: str | None) -> bool:
    number = (text or "").strip().rstrip("%").strip()
    return not number.strip("0.,")


def _folded(table: str) -> frozenset[str]:
    return frozenset(plain(name) for name in table.split("|"))


_NAMES = {Outcome.DECLINED: _folded(_DECLINED), Outcome.WON: _folded(_WON), Outcome.OPEN: _folded(_OPEN)}
_ENDS = _folded(_SMELLS)
