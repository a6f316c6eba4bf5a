"""The hands that move money: granted, given, asked for, approved by two, paid against a receipt, reversed."""

from typing import Any

from _ladder_hands import TOP, Hands


class Purse(Hands):
    """See :class:`_ladder_hands.Hands`."""

    def grant(self, community: str, amount: int, **_about: Any) -> dict[str, Any]:
        from jiayuan.modules.help.domain.fund import grant_budget

        by = self.actor(self.street.officers[0])
        return self._moved(grant_budget(community, amount=amount, year=2025, by=by, nonce=self.nonce))

    def donate(self, community: str, **_about: Any) -> dict[str, Any]:
        from jiayuan.modules.help.domain.fund import note_donation

        given = {"amount": self.lot.randrange(1_000, 20_000), "receipt": self.nonce}
        return self._moved(note_donation(community, by=self.desk(community), nonce=self.nonce, **given))

    def reverse(self, transfer: int, **_about: Any) -> dict[str, Any]:
        from jiayuan.modules.help.domain.fund import reverse_transfer

        by = self.actor(self.street.officers[1])
        return self._moved(reverse_transfer(transfer, words="多写了一个零", by=by, nonce=self.nonce))

    def _moved(self, transfer: Any) -> dict[str, Any]:
        return {"transfer": transfer.pk, "fund": transfer.origin.fund_id}

    def decide(self, wish: int, **_about: Any) -> dict[str, Any]:
        """What the desk means to do where nobody came. Writes nothing."""
        from jiayuan.modules.help.models import Payment

        seen = self.wishes.get(pk=wish)
        if seen.state != "open" or Payment.objects.running().filter(wish=wish).exists():
            return {"choice": ""}
        if seen.tier == "fund":
            return {"choice": self.lot.choices(("ask", "give_up", ""), (65, 20, 15))[0]}
        return {"choice": "give_up" if seen.climbs_at is None and self.lot.random() < 0.5 else ""}

    def ask(self, wish: int, **_about: Any) -> dict[str, Any]:
        from jiayuan.modules.help.domain.fund_payments import PaymentDraft, ask_payment

        draft = PaymentDraft(self.lot.randrange(2_000, TOP), "五金店", "买材料", wish=wish)
        payment = ask_payment(draft, by=self.desk(self.wishes.get(pk=wish).place_id), nonce=self.nonce)
        return {"payment": payment.pk, "fund": payment.fund_id}

    def approve(self, payment: int, wish: int, turn: int, **_about: Any) -> dict[str, Any]:
        from jiayuan.modules.help.domain.fund_payments import approve_payment

        colleague = self.desk(self.wishes.get(pk=wish).place_id, 1)
        by = colleague if turn == 1 else self.actor(self.street.officers[0])
        return self._of(approve_payment(payment, by=by, nonce=self.nonce))

    def refuse(self, payment: int, **_about: Any) -> dict[str, Any]:
        from jiayuan.modules.help.domain.fund_payments import refuse_payment

        by = self.actor(self.street.officers[1])
        return self._of(refuse_payment(payment, reason="可以找商户", by=by, nonce=self.nonce))

    def take_back(self, payment: int, wish: int, **_about: Any) -> dict[str, Any]:
        from jiayuan.modules.help.domain.fund_payments import withdraw_payment

        by = self.desk(self.wishes.get(pk=wish).place_id)
        return self._of(withdraw_payment(payment, by=by, nonce=self.nonce))

    def pay(self, payment: int, wish: int, **_about: Any) -> dict[str, Any]:
        from jiayuan.foundation.evidence.domain.accept import accept_photo
        from jiayuan.modules.help.domain.fund_payments import PURPOSE, pay
        from jiayuan.modules.help.models import Payment

        by = self.desk(self.wishes.get(pk=wish).place_id)
        receipt = accept_photo(self.photo(), by=by, purpose=PURPOSE, nonce=f"{self.nonce}-receipt")
        most = Payment.objects.get(pk=payment).amount
        amount = self.lot.randrange(most // 2, most + 1)
        return self._of(pay(payment, amount=amount, receipt=receipt, by=by, nonce=self.nonce))

    def _of(self, payment: Any) -> dict[str, Any]:
        return {"state": payment.state, "fund": payment.fund_id, "payment": payment.pk}
