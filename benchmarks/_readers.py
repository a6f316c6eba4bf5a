"""Who reads in the benchmark of pages: community workers, signed in with their second factor.

python benchmarks/_readers.py READERS NUMBERS    prints their cookies, and case numbers of their communities, as JSON
python benchmarks/_readers.py count              prints how many cases there are
"""

import json
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiayuan.settings")

ELSEWHERE = 20
"""Communities that the reports of the benchmark are of."""


def main() -> None:
    import django

    django.setup()
    from jiayuan.services.cases.models import Case

    if sys.argv[1] == "count":
        print(Case.objects.count())
        return
    from jiayuan.foundation.access.models import RoleGrant
    from jiayuan.services.cases.models import CategoryVersion

    readers, looked_at = map(int, sys.argv[1:3])
    workers = RoleGrant.objects.filter(role="community_worker").select_related("person")
    grants = list(workers.order_by("-place_id")[:readers])
    paths = [each.place_id for each in grants]
    # Reports go where no reader works: the desks that are measured stay as they were filled, however often.
    elsewhere = [each.place_id for each in workers.order_by("place_id")[:ELSEWHERE]]
    of_each = [
        [each.number for each in Case.objects.filter(place_id=path).order_by("-id")[: looked_at // readers]]
        for path in paths
    ]
    ordinary = CategoryVersion.objects.current().filter(
        is_private=False, questions=[], category__children=None
    )
    print(
        json.dumps(
            {
                "cookies": [_sign_in(each.person) for each in grants],
                "numbers": of_each,
                "paths": elsewhere,
                "category": ordinary.order_by("category_id")[0].category_id,
            }
        )
    )


def _sign_in(person: object) -> str:
    """A session as signing in leaves it."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from jiayuan.foundation.access.console import SECOND_FACTOR

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)  # type: ignore[attr-defined]
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()  # type: ignore[attr-defined]
    session[SECOND_FACTOR] = time.time()
    session["seen_noted_at"] = int(time.time())
    session.create()
    return f"jiayuan_session={session.session_key}"


if __name__ == "__main__":
    main()
