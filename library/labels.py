"""The words for the codes of library.kinds."""

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from library.kinds import Form, Purpose

PURPOSES: dict[Purpose, LazyText] = {
    Purpose.HELPFUL: _("Just helpful"),
    Purpose.PITCH: _("About our work"),
}

FORMS: dict[Form, LazyText] = {
    Form.ARTICLE: pgettext_lazy("value item", "article"),
    Form.GUIDE: pgettext_lazy("value item", "guide"),
    Form.CHECKLIST: pgettext_lazy("value item", "checklist"),
    Form.TEMPLATE: pgettext_lazy("value item", "template"),
    Form.CASE: pgettext_lazy("value item", "case"),
    Form.VIDEO: pgettext_lazy("value item", "video"),
    Form.EVENT: pgettext_lazy("value item", "event"),
    Form.PAGE: pgettext_lazy("value item", "page"),
}
