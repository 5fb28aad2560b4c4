"""The import as somebody clicks through it: files chosen, what is asked answered, rows brought in."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from exchange.long_work import do_waiting
from tests.desk.reading import Element, Fields, filled_in, form_to, read
from tests.desk.visiting import signed_in

# What is answered where the page proposes nothing.
BY_LOOK = {"reason": "not_a_priority", "outcome": "open", "date_order": "month_first", "currency": "USD"}


@dataclass
class Wizard:
    """One import on its way: its address, and the page that is looked at."""

    client: Client
    address: str
    page: Element

    @classmethod
    def begin(cls, user: User, *files: Path | tuple[str, bytes]) -> Self:
        """Choose files on the first page; nothing may go wrong but in words."""
        client = signed_in(user)
        uploads = [SimpleUploadedFile(name, data) for name, data in map(_named, files)]
        answer = client.post("/import/", {"files": uploads}, follow=True)
        assert answer.status_code in (200, 422), answer.status_code
        address = answer.redirect_chain[-1][0].removesuffix("match/") if answer.redirect_chain else ""
        return cls(client, address, read(answer))

    @property
    def said(self) -> str:
        """What the page says is wrong."""
        return " ".join(each.text for each in [*self.page.all(role="alert"), *self.page.all(class_="errs")])

    def look(self, part: str = "") -> Element:
        """One of its pages."""
        answer = self.client.get(f"{self.address}{part}", follow=True)
        assert answer.status_code == 200, f"{self.address}{part} answers {answer.status_code}"
        self.page = read(answer)
        return self.page

    @property
    def asked(self) -> list[str]:
        """The kinds of what is asked on the page of the columns, each as often as it is asked."""
        names = dict.fromkeys(name for name in self._fields() if name.rpartition("-")[0] in BY_LOOK)
        return [name.rpartition("-")[0] for name in names]

    def answer(self, **others: str) -> Self:
        """Send the page of the columns: with these answers, what it proposes, or else an answer of ours."""
        fields = self._fields()
        for name, value in fields.items():
            kind = name.rpartition("-")[0]
            if kind in others or (not value and kind in BY_LOOK):
                fields[name] = others.get(kind) or BY_LOOK[kind]
        return self._post("match/", {**fields, "act": "check"})

    def bring_in(self) -> Self:
        """The last step; long work is done as a worker would."""
        self.look("spread/")
        form = form_to(self.page, f"{self.address}spread/")
        self._post("spread/", filled_in(form))
        do_waiting(timezone.now())
        self.look()
        return self

    def _fields(self) -> Fields:
        form = form_to(self.page, f"{self.address}match/")
        fields: Fields = dict.fromkeys(
            (each.attrs["name"] for each in form.all("input", type="radio") if each.attrs.get("name")), ""
        )
        return {**fields, **{name: value for name, value in filled_in(form).items() if name != "files"}}

    def _post(self, part: str, fields: Mapping[str, Any]) -> Self:
        answer = self.client.post(f"{self.address}{part}", fields, follow=True)
        assert answer.status_code == 200, f"{part} answers {answer.status_code}"
        self.page = read(answer)
        return self


def _named(file: Path | tuple[str, bytes]) -> tuple[str, bytes]:
    return (file.name, file.read_bytes()) if isinstance(file, Path) else file
