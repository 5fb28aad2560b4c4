"""Lengths the columns of this room share."""

from django.core.validators import MaxLengthValidator

NAME_LENGTH = 200
WORDS_LENGTH = 4000
SUBMISSION_LENGTH = 64
SHORT_LENGTH = 120
# On a TextField, max_length alone binds forms only.
AT_MOST_WORDS = [MaxLengthValidator(WORDS_LENGTH)]
