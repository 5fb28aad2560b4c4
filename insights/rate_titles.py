"""What comparisons are called: only what insights.findings lets be said, and silence in plain words."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from insights.findings import Finding, Verdict

Key = TypeVar("Key", bound=Hashable)


MORE: Final = _("“%(label)s” comes back more often than the others")
LESS: Final = _("“%(label)s” comes back less often than the others")
TOO_FEW: Final = _("Too few to say")


@dataclass(frozen=True)
class Sentences:
    """How a table says what it found: of one group ("%(label)s"), or that it found nothing."""

    silent: str | LazyText
    more: str | LazyText = MORE
    less: str | LazyText = LESS
    too_few: str | LazyText = TOO_FEW


def title_of(found: Mapping[Key, Finding], labels: Mapping[Key, str], sentences: Sentences) -> str:
    """The clearest claim, one for more before one for less; silence where there is none.

    Where every group is too few, or there is only one to look at, that is said.
    """
    claims = sorted(
        (
            (one.verdict is Verdict.LOWER, one.p or 0.0, str(key), key)
            for key, one in found.items()
            if one.verdict.is_claim
        )
    )
    if claims:
        is_less, _p, _name, key = claims[0]
        return str(sentences.less if is_less else sentences.more) % {"label": labels[key]}
    is_known = any(one.verdict is Verdict.OPEN for one in found.values())
    return str(sentences.silent if is_known else sentences.too_few)
