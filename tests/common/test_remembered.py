"""Words worked out once for each language."""

from django.utils import translation
from django.utils.translation import get_language

from common.remembered import forget_all, once_a_language


def test_the_same_question_is_answered_from_memory_in_each_language() -> None:
    asked: list[str] = []

    @once_a_language(8)
    def greeting(name: str) -> str:
        asked.append(name)
        return f"{get_language()} {name}"

    for language in ("en", "de", "en", "de"):
        with translation.override(language):
            assert greeting("Ingrid") == f"{language} Ingrid"
    assert asked == ["Ingrid", "Ingrid"]
    forget_all()
    with translation.override("en"):
        greeting("Ingrid")
    assert len(asked) == 3
