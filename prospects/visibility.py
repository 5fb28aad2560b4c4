"""Who may see a prospect and everything beneath: the owner, and the managers of the team."""

from django.db.models import Q

from accounts.models import User


def visible(user: User, prospect: str = "") -> Q:
    """When `user` sees a row; `prospect` is the path to its prospect ("loss__prospect")."""
    path = f"{prospect}__" if prospect else ""
    of_the_team = Q(**{f"{path}team_id": user.team_id})
    return of_the_team if user.is_manager else of_the_team & Q(**{f"{path}owner_id": user.pk})
