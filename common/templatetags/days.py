"""The words of common.days as filters: {{ row.due|plain_day }}."""

from django import template

from common import days

register = template.Library()

for filter_function in (
    days.short_day,
    days.plain_day,
    days.plain_day_and_year,
    days.spoken_day,
    days.long_day,
    days.long_day_and_year,
    days.month_initial,
):
    register.filter(filter_function)
