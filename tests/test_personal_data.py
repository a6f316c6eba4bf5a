"""All that is held about a person is handed out and forgotten, or stands in one list with the reason why not."""

import json
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.people.domain.erase import erase_person
from jiayuan.foundation.people.domain.export import export_person
from jiayuan.foundation.people.domain.signed import export_signed
from jiayuan.foundation.people.models import Person
from tests import factories
from tests.personal_exempt import EXEMPT

EXEMPTED = {column for columns in EXEMPT.values() for column in columns}
COVERED = {
    (model, column)
    for holder in registers.personal_data
    for model, columns in holder.covers.items()
    for column in columns
}
SIGNED = list(registers.signed)
TEXT = (models.CharField, models.TextField, models.JSONField)
marks = count(9_000_001)
"""Seven digits each: whatever blanks numbers blanks them."""


def ours() -> list[Any]:
    return [each for each in apps.get_models() if each.__module__.startswith("jiayuan.")]


def names_somebody(column: Any) -> bool:
    return isinstance(column, (models.ForeignKey, models.ManyToManyField)) and column.related_model is Person


def is_free_text(column: Any) -> bool:
    return isinstance(column, TEXT) and not column.choices and not column.primary_key


def columns_about_people() -> Iterator[tuple[str, str]]:
    for model in ours():
        for column in (*model._meta.fields, *model._meta.many_to_many):
            if names_somebody(column) or is_free_text(column):
                yield model._meta.label, column.name


def handled() -> set[tuple[str, str]]:
    words = {(each.model, word) for each in SIGNED for word in each.words}
    return COVERED | words | {(each.model, each.person) for each in SIGNED}


def is_exempt(model: str, column: str) -> bool:
    is_text = is_free_text(apps.get_model(model)._meta.get_field(column))
    return f"{model}.{column}" in EXEMPTED or (is_text and model in EXEMPTED)


def test_no_column_about_people_is_forgotten_by_the_house() -> None:
    open_ones = [
        f"{model}.{column}"
        for model, column in columns_about_people()
        if (model, column) not in handled() and not is_exempt(model, column)
    ]
    assert open_ones == [], "cover it (PersonalDataHolder.covers), sign it (registers.sign) or exempt it"


def test_nothing_stands_in_the_lists_that_is_not_there() -> None:
    there = {f"{model}.{column}" for model, column in columns_about_people()}
    there |= {each._meta.label for each in ours()}
    assert EXEMPTED - there == set()
    assert {f"{model}.{column}" for model, column in handled()} - there == set()


def test_nothing_is_exempt_and_handled_at_once() -> None:
    assert EXEMPTED & {f"{model}.{column}" for model, column in handled()} == set()


def factory_of(model: str) -> Any:
    made = (getattr(factories, name) for name in factories.__all__)
    return next(each for each in made if each._meta.model._meta.label == model)


def row_of(person: Person, model: str, **values: Any) -> Any:
    """A row of this model that is about the person, whether it names them itself or by what it hangs on."""
    way = ABOUT.get(model)
    if way is not None:
        return way(person, values)
    named = [column for covered, column in sorted(COVERED) if covered == model]
    (own, *_rest) = [name for name in named if names_somebody(apps.get_model(model)._meta.get_field(name))]
    return factory_of(model)(**{own: person}, **values)


def _rating(person: Person, values: dict[str, Any]) -> Any:
    """Given under the link of the slip, before the report was claimed."""
    case = factories.CaseFactory(reporter=person)
    return factories.RatingFactory(subject=case.stream, rated_by=None, **values)


def _self(person: Person, values: dict[str, Any]) -> Any:
    for name, value in values.items():
        setattr(person, name, value)
    person.save()
    return person


ABOUT: dict[str, Callable[[Person, dict[str, Any]], Any]] = {
    "access.RoleGrant": lambda person, values: factories.RoleGrantFactory(
        person=person, role=Role.VOLUNTEER, **values
    ),
    "cases.Contact": lambda person, values: factories.ContactFactory(case__reporter=person, **values),
    "cases.OutsideLink": lambda person, values: factories.OutsideLinkFactory(
        **values | ({"phone": _self(person, values).phone} if values else {"phone": person.phone})
    ),
    "help.CallBack": lambda person, values: factories.CallBackFactory(wish__wisher=person, **values),
    "help.Payment": lambda person, values: factories.PaymentFactory(
        wish=factories.WishFactory(wisher=person), state="withdrawn", **values
    ),
    "help.WishContact": lambda person, values: factories.WishContactFactory(wish__wisher=person, **values),
    "help.RecipientContact": lambda person, values: factories.RecipientContactFactory(
        recipient__person=person, **values
    ),
    "help.Swap": lambda person, _values: factories.SwapFactory(giver=person),
    "help.RelayLine": lambda person, values: factories.RelayLineFactory(claim__person=person, **values),
    "notify.Delivery": lambda person, values: factories.DeliveryFactory(notice__person=person, **values),
    "notify.Notice": lambda person, values: factories.NoticeFactory(
        person=None, **values | {"phone": _self(person, {"phone": values["phone"]}).phone}
    ),
    "people.Person": _self,
    "voice.Rating": _rating,
    "volunteering.Correction": lambda person, values: factories.CorrectionFactory(
        entry__person=person, **values
    ),
    "volunteering.Qualification": lambda person, values: factories.QualificationFactory(
        volunteer__person=person, **values
    ),
    "volunteering.Thanks": lambda person, values: factories.ThanksFactory(volunteer__person=person, **values),
}
MODELS = sorted({model for model, _column in COVERED})


def told(model: str) -> dict[str, Any]:
    """A value of its own for each covered column of text."""
    fields = {column: apps.get_model(model)._meta.get_field(column) for of, column in COVERED if of == model}
    texts = {name: each for name, each in fields.items() if is_free_text(each)}
    return {
        name: [str(next(marks))] if isinstance(each, models.JSONField) and each.default is list
        else {"it": str(next(marks))} if isinstance(each, models.JSONField)
        else str(next(marks))
        for name, each in sorted(texts.items())
    }  # fmt: skip


def spelled(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False, default=str)


def mark_in(value: Any) -> str:
    return str(
        value if isinstance(value, str) else next(iter(value.values() if isinstance(value, dict) else value))
    )


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS)
def test_what_is_covered_is_handed_out_and_forgotten(model: str) -> None:
    person = factories.PersonFactory()
    values = told(model)
    row = row_of(person, model, **values)
    held = spelled(export_person(person, by=Actor(person=person)))
    assert [name for name, value in values.items() if mark_in(value) not in held] == []
    erase_person(person, by=Actor(person=person))
    left = type(row)._default_manager.filter(pk=row.pk).first()
    if left is not None:
        kept = {name: getattr(left, name) for name in values}
        assert [name for name, value in values.items() if mark_in(value) in spelled(kept[name])] == []


DECIDED = {
    "access.ApiToken.revoked_by",
    "cases.Appeal.decided_by",
    "cases.OutsideLink.revoked_by",
    "cases.Request.decided_by",
    "cases.Tie.handler_before",
    "cases.Tie.verifier_before",
    "help.CallBack.answered_by",
    "help.CallBack.decided_by",
    "help.Payment.second_by",
    "help.ServiceRecord.struck_by",
    "help.WishPhoto.looked_by",
    "help.WishPhoto.wisher_yes_noted_by",
    "sorting.LocalItem.ended_by",
    "volunteering.HourClaim.decided_by",
}
"""What stands together with a moment or a state, so that the database refuses it alone."""


@pytest.mark.django_db
def test_whatever_is_signed_is_handed_out() -> None:
    person, refused = factories.PersonFactory(), set[str]()
    for name in registers.signed.names():
        signed = registers.signed[name]
        try:
            with transaction.atomic():
                row = factory_of(signed.model)(**{signed.person: person})
                acts = {(each["what"], each["number"], each["as"]) for each in export_signed(person)}
                assert (str(row._meta.verbose_name), str(row.pk), signed.person) in acts, name
                transaction.set_rollback(True)
        except IntegrityError:
            refused.add(name)
    assert refused == DECIDED


@pytest.mark.django_db
def test_an_office_takes_along_what_it_wrote_and_its_words_stay() -> None:
    worker = factories.PersonFactory()
    asked = factories.RequestFactory(asked_by=worker, reason="等配件到货")
    appeal = factories.AppealFactory(asked_by=worker, words="当天就修好了")
    held = export_person(worker, by=Actor(person=worker))["parts"]["signed"]["data"]
    said = {(each["as"], each.get("reason") or each.get("words")) for each in held}
    assert said == {("asked_by", "等配件到货"), ("asked_by", "当天就修好了")}
    erase_person(worker, by=Actor(person=worker))
    asked.refresh_from_db()
    appeal.refresh_from_db()
    assert (asked.reason, appeal.words) == ("等配件到货", "当天就修好了")
    assert appeal.asked_by.name == ""


@pytest.mark.django_db
def test_what_offices_wrote_about_a_report_loses_its_reporter() -> None:
    resident = factories.PersonFactory()
    case, other_case = factories.CaseFactory(reporter=resident), factories.CaseFactory(reporter=resident)
    words = "李奶奶 13812345678 住3单元501室，等配件"
    rows = [
        (factories.RequestFactory(case=case, reason=words), "reason"),
        (factories.SupervisionOrderFactory(case=case, wanted=words), "wanted"),
        (factories.DemandMarkFactory(case=case, words=words), "words"),
        (factories.AppealFactory(line__case=case, words=words), "words"),
        (factories.RecallFactory(case=case, reason=words), "reason"),
        (factories.OutsideAnswerFactory(link__case=case, words=words), "words"),
        (factories.PauseFactory(run__case=other_case, reason=words), "reason"),
    ]
    other = factories.RequestFactory(reason=words)
    erase_person(resident, by=Actor(person=resident))
    for row, column in rows:
        row.refresh_from_db()
        assert "13812345678" not in getattr(row, column)
        assert "李奶奶" not in getattr(row, column)
        assert "501" not in getattr(row, column)
        assert "等配件" in getattr(row, column), "what was decided can still be read"
    other.refresh_from_db()
    assert other.reason == words, "another's report is left as it is"


@pytest.mark.django_db
def test_what_was_said_of_hours_loses_whose_they_are() -> None:
    volunteer, office = factories.PersonFactory(name="郝爱国"), factories.PersonFactory()
    entry = factories.HourEntryFactory(person=volunteer)
    own = factories.CorrectionFactory(entry=entry, asked_by=volunteer, words="我去医院透析，提前走了")
    said = "郝爱国 13812345678 提前离开"
    theirs = factories.CorrectionFactory(
        entry__person=volunteer, asked_by=office, words=said, reason=said, state="declined"
    )
    claim = factories.HourClaimFactory(presence__sign_up__person=volunteer, reason=said)
    erase_person(volunteer, by=Actor(person=volunteer))
    for row in (own, theirs, claim):
        row.refresh_from_db()
    assert own.words == "", "their own words are theirs"
    for kept in (theirs.words, theirs.reason, claim.reason):
        assert "郝爱国" not in kept
        assert "13812345678" not in kept
        assert "提前离开" in kept, "what was decided can still be read"


@pytest.mark.django_db
def test_neighbours_keep_what_they_said_when_the_reporter_goes() -> None:
    resident = factories.PersonFactory()
    case = factories.CaseFactory(reporter=resident)
    joined = factories.JoiningFactory(case=case, person=factories.PersonFactory())
    theirs = factories.RatingFactory(subject=case.stream, rater=joined.rater, words="很满意")
    erase_person(resident, by=Actor(person=resident))
    theirs.refresh_from_db()
    assert theirs.words == "很满意"
    erase_person(joined.person, by=Actor(person=joined.person))
    theirs.refresh_from_db()
    assert theirs.words == "", "given under the link, forgotten with who joined"
