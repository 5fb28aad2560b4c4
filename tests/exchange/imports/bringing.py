"""Short words for imports in tests."""

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from exchange.imports.arriving import take_in
from exchange.imports.standing import look
from exchange.imports.uploads import store
from exchange.kinds import ImportKind
from exchange.models import Import
from tests.cast import MONDAY, NINE

DEALS = (
    "Deal ID,Deal,Contact,Company,Close date,Amount,Reason,Stage\r\n"
    "1,Pumps,Henrik Dahl,Dahl Verktøy AS,2025-04-03,18500,No budget,Lost\r\n"
    "2,Roof,Ana Sousa,Sousa & Filhos,2025-04-11,900,Price,Lost\r\n"
    "3,Gate,Tom Baker,Baker Ltd,2025-05-02,100,,Won\r\n"
)


def bring(user: User, *texts: str | bytes, kind: ImportKind = ImportKind.DEALS) -> Import:
    """An import of files of these texts."""
    imp = Import.objects.create(team=user.team, user=user, kind=kind)
    for place, text in enumerate(texts):
        data = text.encode() if isinstance(text, str) else text
        store(SimpleUploadedFile(f"deals-{place}.csv", data), imp, place)
    return imp


def uploaded(user: User, text: str, *, name: str = "deals.csv") -> Import:
    """The same with one file, looked at as the page that takes it does."""
    imp = Import.objects.create(team=user.team, user=user, kind=ImportKind.DEALS)
    take_in([SimpleUploadedFile(name, text.encode())], imp)
    look(imp, user, MONDAY, NINE)
    return imp
