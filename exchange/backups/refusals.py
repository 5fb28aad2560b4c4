"""What a backup, a restore or a move says when it cannot be done."""


class BackupError(Exception):
    """It was not done, and everything is as before; the text is a sentence for whoever asked."""
