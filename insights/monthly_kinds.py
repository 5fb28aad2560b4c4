"""The name of the letter of the month as mail, shared by planning and mail."""

MONTHLY_LESSONS = "monthly-lessons"
