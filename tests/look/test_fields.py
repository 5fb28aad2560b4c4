"""The fragments forms are built from: help and errors are tied to their control, groups are native inputs."""

import re

import pytest
from django import forms
from django.template.loader import render_to_string

from common.templatetags.look import icon, initials


class Visit(forms.Form):
    email = forms.EmailField(label="E-mail", help_text="So we find them again.")
    channel = forms.ChoiceField(choices=[("", "—"), ("call", "By phone")], required=False)
    agreed = forms.BooleanField(label="They agreed", required=False)
    answer = forms.ChoiceField(
        label="May I stay in touch?", widget=forms.RadioSelect, choices=[("yes", "Yes"), ("no", "No")]
    )
    days = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, choices=[("0", "Mon"), ("1", "Tue")], required=False
    )


def drawn(name: str, form: forms.Form, fragment: str = "_field.html", **context: object) -> str:
    return render_to_string(fragment, {"field": form[name], **context})


def described_by(html: str) -> list[str]:
    found = re.search(r'aria-describedby="([^"]+)"', html)
    return found[1].split() if found else []


def test_a_field_is_labelled_and_its_help_is_tied_to_it() -> None:
    html = drawn("email", Visit())

    assert 'for="id_email"' in html
    assert described_by(html) == ["id_email_helptext"]
    assert 'id="id_email_helptext"' in html


def test_a_mistake_stands_under_its_field_and_is_tied_to_it() -> None:
    html = drawn("email", Visit({"email": "nonsense"}))

    assert described_by(html) == ["id_email_helptext", "id_email_error"]
    assert 'id="id_email_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="nonsense"' in html


def test_what_was_typed_cannot_become_markup() -> None:
    assert "<script>" not in drawn("email", Visit({"email": '"><script>alert(1)</script>'}))


@pytest.mark.parametrize(
    ("name", "css"), [("email", "form-control"), ("channel", "form-select"), ("agreed", "form-check-input")]
)
def test_each_kind_of_control_has_its_class(name: str, css: str) -> None:
    assert f'class="{css}"' in drawn(name, Visit())


def test_a_group_is_a_fieldset_of_native_radios_with_its_question_as_legend() -> None:
    html = drawn("answer", Visit(), "_choice.html")

    assert "<fieldset" in html
    assert "May I stay in touch?" in html
    assert html.count('type="radio"') == 2
    assert "checked" not in html


def test_a_group_without_an_answer_says_so_and_is_tied_to_it() -> None:
    html = drawn("answer", Visit({"email": "a@example.com"}), "_choice.html")

    assert described_by(html) == ["id_answer_error"]
    assert 'id="id_answer_error"' in html


def test_a_group_of_several_answers_is_drawn_with_check_boxes() -> None:
    assert drawn("days", Visit(), "_choice.html", picks="days").count('type="checkbox"') == 2


def test_every_mistake_stands_in_a_summary_that_takes_the_focus() -> None:
    one = Visit({"email": "a@example.com"})
    two = Visit({})

    assert "form-sum" in render_to_string("_form_errors.html", {"form": one})
    assert "form-sum" not in render_to_string("_form_errors.html", {"form": Visit()})
    summary = render_to_string("_form_errors.html", {"form": two})
    assert "autofocus" in summary
    assert 'href="#id_email"' in summary


def test_an_icon_is_hidden_from_screen_readers_and_an_unknown_one_is_refused() -> None:
    assert 'aria-hidden="true"' in icon("phone")
    with pytest.raises(KeyError):
        icon("no-such-icon")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ingrid Solheim", "IS"),
        ("łukasz wójcik", "ŁW"),
        ("Madonna", "M"),
        ("Ada B. Lovelace", "AL"),
        ("", ""),
        ("— x", "X"),
    ],
)
def test_initials_are_the_first_and_the_last(name: str, expected: str) -> None:
    assert initials(name) == expected
