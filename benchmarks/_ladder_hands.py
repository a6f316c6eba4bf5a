"""The hands of the street: each act goes through the domain function that the pages call. One method a kind of act.

Whoever repeats an act after a death sends the same nonce. Reading decides nothing that is written in the same act, so
that what was done before the death does not change what is done again.
"""

import io
import random
from typing import Any

from _ladder_street import Street

TOP = 30_000
"""Fen that a wish may cost."""


class Hands:
    """``nonce`` and ``lot`` are the act's own; ``now`` is set around it by the caller."""

    def __init__(self, street: Street) -> None:
        from jiayuan.modules.help.models import Wish

        self.street, self.wishes = street, Wish.objects
        self.nonce, self.lot = "", random.Random()
        self._actors: dict[int, Any] = {}

    def actor(self, pk: int) -> Any:
        from jiayuan.foundation.access.actor import Actor
        from jiayuan.foundation.people.models import Person

        if pk not in self._actors:
            self._actors[pk] = Actor(person=Person.objects.get(pk=pk))
        return self._actors[pk]

    def desk(self, path: str, turn: int = 0) -> Any:
        return self.actor(self.street.desks[path[:12]][turn])

    def wisher(self, pk: int) -> Any:
        """By their account, by the slip, or the desk on the phone with them."""
        from jiayuan.foundation.access.actor import Actor

        wish = self.wishes.get(pk=pk)
        if wish.consent_id is not None:
            return self.desk(wish.place_id)
        return self.actor(wish.wisher_id) if wish.wisher_id else Actor(tokens=frozenset([wish.token_hash]))

    def tick(self, **_about: Any) -> dict[str, Any]:
        from jiayuan.modules.help.domain.claims import lapse_all
        from jiayuan.modules.help.domain.confirming import confirm_silent
        from jiayuan.modules.help.domain.ladder import climb_all

        return {"lapsed": lapse_all(), "climbed": climb_all(), "silent": confirm_silent()}

    def post(self, **about: Any) -> dict[str, Any]:
        from jiayuan.foundation.access.actor import Actor
        from jiayuan.modules.help.domain.post import WishDraft, post_wish
        from jiayuan.modules.help.domain.post_for import post_for_somebody

        fields = {name: about[name] for name in ("urgency", "concern")}
        draft = WishDraft(
            f"第{self.nonce}个心愿", about["place"], address="2单元501", contact_name="张大爷",
            contact_phone="13800138000", kind=about["wants"], **fields,
        )  # fmt: skip
        if about["way"] == "desk":
            desk = self.desk(about["place"])
            return {"wish": post_for_somebody(draft, manner="phone", by=desk, nonce=self.nonce).wish.pk}
        own = self.actor(self.street.residents[about["wisher"]]) if about["way"] == "account" else Actor()
        return {"wish": post_wish(draft, by=own, nonce=self.nonce).wish.pk}

    def _perform(self, wish: int, action: str, by: Any, **given: Any) -> dict[str, Any]:
        from jiayuan.modules.help.domain.acts import Given, perform_action
        from jiayuan.modules.help.enums import WishAction

        seen = self.wishes.get(pk=wish).revision
        done = perform_action(
            wish, WishAction(action), by=by, given=Given(**given), revision=seen, nonce=self.nonce
        )
        return {"state": done.state}

    def _at_desk(self, wish: int, action: str, **given: Any) -> dict[str, Any]:
        return self._perform(wish, action, self.desk(self.wishes.get(pk=wish).place_id), **given)

    def open(self, wish: int, seats: int, **_about: Any) -> dict[str, Any]:
        return self._at_desk(wish, "open", title="一个小心愿", public_words="一位居民需要帮手", seats=seats)

    def decline(self, wish: int, **_about: Any) -> dict[str, Any]:
        return self._at_desk(wish, "decline", words="请找物业")

    def move(self, wish: int, **_about: Any) -> dict[str, Any]:
        return self._at_desk(wish, "move", words="归市政维修", category_code="P0103")

    def amend(self, wish: int, **_about: Any) -> dict[str, Any]:
        return self._at_desk(wish, "amend", title="一个小心愿（补充）")

    def climb(self, wish: int, **_about: Any) -> dict[str, Any]:
        return self._at_desk(wish, "climb")

    def give_up(self, wish: int, **_about: Any) -> dict[str, Any]:
        return self._at_desk(wish, "give_up", words="多方询问仍无人能做")

    def withdraw(self, wish: int, **_about: Any) -> dict[str, Any]:
        return self._perform(wish, "withdraw", self.wisher(wish), words="不用了")

    def object(self, wish: int, **_about: Any) -> dict[str, Any]:
        return self._perform(wish, "object", self.wisher(wish), words="还差一点")

    def confirm(self, wish: int, **_about: Any) -> dict[str, Any]:
        by = self.wisher(wish)
        told = {"score": 5, "thanks": "谢谢"} if by.pk and self.lot.random() < 0.5 else {"words": "好了"}
        return self._perform(wish, "confirm", by, **told)

    def seek(self, wish: int, is_hard: bool, **_about: Any) -> dict[str, Any]:
        """Somebody looks whether there is something for them. Writes nothing."""
        from jiayuan.modules.help.models import PostMember

        seen = self.wishes.get(pk=wish)
        answer = {"state": seen.state, "is_last": seen.climbs_at is None or seen.tier == "fund"}
        ease = {"point": 0.3, "team": 0.5, "centre": 0.5, "street": 0.35, "merchant": 0.4}.get(
            seen.tier, 0.03
        )
        if seen.state != "open" or self.lot.random() >= ease * (0.03 if is_hard else 1):
            return answer
        people = PostMember.objects.reached(seen.place_id, seen.tier).order_by("pk")
        members = list(people.values_list("person", flat=True))
        return answer | {"helper": self.lot.choice(members) if members else 0}

    def claim(self, wish: int, helper: int, **_about: Any) -> dict[str, Any]:
        from jiayuan.modules.help.domain.claims import claim_wish

        claim = claim_wish(wish, by=self.actor(helper), nonce=self.nonce)
        return {"claim": claim.pk, "seat": claim.seat}

    def contact(self, claim: int, helper: int, **_about: Any) -> dict[str, Any]:
        from jiayuan.modules.help.domain.claims import note_contact

        return {"state": note_contact(claim, by=self.actor(helper), nonce=self.nonce).wish.state}

    def relay(self, wish: int, claim: int, helper: int, writer: str, **_about: Any) -> dict[str, Any]:
        from jiayuan.modules.help.domain.relay import write_as_helper, write_as_wisher

        if writer == "helper":
            return {"line": write_as_helper(claim, "明天来", by=self.actor(helper), nonce=self.nonce).pk}
        return {"line": write_as_wisher(claim, "我在家", by=self.wisher(wish), nonce=self.nonce).pk}

    def fulfil(self, claim: int, helper: int, **_about: Any) -> dict[str, Any]:
        from jiayuan.modules.help.domain.claims import fulfil_claim

        done = fulfil_claim(claim, words="修好了", by=self.actor(helper), nonce=self.nonce)
        return {"state": done.wish.state}

    def give_back(self, claim: int, helper: int, **_about: Any) -> dict[str, Any]:
        from jiayuan.modules.help.domain.claims import return_claim

        done = return_claim(claim, reason="临时有事", by=self.actor(helper), nonce=self.nonce)
        return {"state": done.wish.state}

    def photo(self) -> Any:
        """A receipt."""
        from django.core.files.uploadedfile import SimpleUploadedFile
        from PIL import Image

        kept = io.BytesIO()
        Image.effect_noise((120, 90), self.lot.randrange(40, 120)).convert("RGB").save(kept, "JPEG")
        return SimpleUploadedFile("receipt.jpg", kept.getvalue(), "image/jpeg")
