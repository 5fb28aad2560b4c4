"""`manage.py send_test_mail ADDRESS` as a real process: the words of the mail server, and an exit code."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lostdeals.launching import environment, free_port, manage
from tests.outbox.stage import Post, post_office

pytestmark = pytest.mark.slow


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    ended = manage(environment(tmp_path), "migrate", "--verbosity", "0")
    assert ended.returncode == 0, ended.stderr
    return tmp_path


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as office:
        yield office


def test_it_says_what_the_server_said(ready: Path, post: Post) -> None:
    env = environment(ready, EMAIL_URL=f"smtp://127.0.0.1:{post.port}")
    ended = manage(env, "send_test_mail", "maren@example.com")
    assert (ended.returncode, ended.stdout) == (0, "Sent to maren@example.com. 250 Kept\n")
    assert [str(mail["To"]) for mail in post.mails] == ["maren@example.com"]
    post.on_rcpt = lambda address: "550 5.1.1 no such user"
    ended = manage(env, "send_test_mail", "maren@example.com")
    assert ended.returncode == 1
    assert "The mail server said: 550 5.1.1 no such user" in ended.stderr
    post.on_rcpt, post.on_data = lambda address: None, lambda: "hang up"
    ended = manage(env, "send_test_mail", "maren@example.com")
    assert ended.returncode == 1
    assert "It may have arrived, the answer did not" in ended.stderr
    nowhere = environment(ready, EMAIL_URL=f"smtp://127.0.0.1:{free_port()}")
    ended = manage(nowhere, "send_test_mail", "maren@example.com")
    assert ended.returncode == 1
    assert "refused" in ended.stderr
    assert "Traceback" not in ended.stderr
