"""Factories of imports and exports."""

import factory
from factory.django import DjangoModelFactory

from jiayuan.foundation.tables.enums import ExportKind
from jiayuan.foundation.tables.models import Export, Fault, Job

from .foundation import PersonFactory


class JobFactory(DjangoModelFactory[Job]):
    class Meta:
        model = Job

    sheet = "organisations"
    who = factory.SubFactory(PersonFactory)
    file_name = "商户.xlsx"


class FaultFactory(DjangoModelFactory[Fault]):
    class Meta:
        model = Fault

    job = factory.SubFactory(JobFactory)
    row = 17
    cell = "B17"
    column = "kind"
    value = "商铺"
    code = "unknown"
    message = "This value is not known."
    remedy = "Did you mean “商户”?"


class ExportFactory(DjangoModelFactory[Export]):
    class Meta:
        model = Export

    sheet = "organisations"
    who = factory.SubFactory(PersonFactory)
    kind = ExportKind.CSV
