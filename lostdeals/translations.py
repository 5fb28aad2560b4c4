"""Which languages there are: English, and every one whose compiled translations lie in locale/."""

from pathlib import Path

from django.conf.locale import LANG_INFO

Language = tuple[str, str]


def languages_in(folder: Path) -> list[Language]:
    """Code and own name of each language, English first: whoever looks for theirs reads that name."""
    codes = sorted(_code(path.parent.parent.name) for path in folder.glob("*/LC_MESSAGES/django.mo"))
    return [("en", "English"), *((code, _own_name(code)) for code in codes if code != "en")]


def _code(directory: str) -> str:
    """ "pt_BR" is pt-br to Django."""
    return directory.replace("_", "-").lower()


def _own_name(code: str) -> str:
    known = LANG_INFO.get(code) or LANG_INFO.get(code.partition("-")[0]) or {}
    name = str(known.get("name_local", code))
    return name[:1].upper() + name[1:]
