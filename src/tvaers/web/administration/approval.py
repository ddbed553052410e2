"""Which disclosures a leader approves before they are sent (godkendelse): the rule of the own organisation."""

from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tvaers.guard.enums import Category
from tvaers.partnerships.enums import CATEGORY_LABELS, RECEIVES_DISCLOSURES, OrganisationKind
from tvaers.sharing import approving
from tvaers.sharing.approvals import Rule, rule_of
from tvaers.ui.forms import CheckboxChoices, SharedForm
from tvaers.web.administration.doors import StaffRequest, administrators, page


class ApprovalForm(SharedForm):
    """What waits for a leader. Nothing chosen: nothing waits."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Everything that is shared with"), widget=CheckboxChoices, required=False
    )
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("And, whoever receives it, everything that tells of"), widget=CheckboxChoices, required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer who can receive, and the categories from least to most intrusive."""
        super().__init__(*args, **options)
        able = [kind for kind in OrganisationKind if kind in RECEIVES_DISCLOSURES]
        self._field("kinds").choices = [(kind.value, kind.label) for kind in able]
        named = ((str(int(each)), CATEGORY_LABELS[each]) for each in Category)
        self._field("categories").choices = [(value, capfirst(str(label))) for value, label in named]

    def _field(self, name: str) -> Any:  # noqa: ANN401 - any of Django's choice fields
        return self.fields[name]

    @property
    def rule(self) -> Rule:
        """What was chosen."""
        chosen = (Category(int(each)) for each in self.cleaned_data["categories"])
        kinds = frozenset(map(OrganisationKind, self.cleaned_data["kinds"]))
        return Rule(kinds=kinds, categories=reduce(or_, chosen, Category(0)))


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def approval(request: StaffRequest) -> HttpResponse:
    """Show and change the rule."""
    held = rule_of(actor=request.actor)
    initial = {
        "kinds": [kind.value for kind in held.kinds],
        "categories": [str(int(each)) for each in Category if each & held.categories],
    }
    form = ApprovalForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if form.rule != held:
            approving.set_rule(by=request.actor, kinds=form.rule.kinds, categories=form.rule.categories)
        messages.success(request, _("Saved. It holds for what is shared from now on."))
        return HttpResponseRedirect(reverse("administration:approval"))
    return page(request, "approval", "approval", {"form": form})
