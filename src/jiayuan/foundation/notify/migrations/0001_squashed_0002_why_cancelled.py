"""The tables of notify, as 2 migrations had made them, in one.

A database that ran all of them counts as having run this one; a new one is spared their work.
"""

import django.db.models.deletion
import jiayuan.foundation.notify.models.delivery
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('notify', '0001_initial'), ('notify', '0002_why_cancelled')]

    initial = True

    dependencies = [
        ('ledger', '0002_stored_text'),
        ('people', '0002_phone_proven_at'),
    ]

    operations = [
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kind', models.CharField(max_length=60)),
                ('way', models.CharField(choices=[('sms', 'Text message'), ('wechat', 'WeChat'), ('email', 'E-mail')], max_length=8)),
                ('is_wanted', models.BooleanField(verbose_name='wanted')),
            ],
            options={
                'verbose_name': 'choice of notices',
                'constraints': [models.UniqueConstraint(fields=('person', 'kind', 'way'), name='notify_one_choice')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.entry', verbose_name='of what')),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='to')),
                ('phone', models.CharField(blank=True, max_length=16, verbose_name='to the number')),
                ('language', models.CharField(choices=[('zh-hans', '简体中文'), ('en', 'English')], default='zh-hans', max_length=10)),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('words', models.TextField(blank=True, max_length=2000, verbose_name='words')),
                ('url', models.CharField(blank=True, max_length=300, verbose_name='address of the page')),
                ('params', models.JSONField(blank=True, default=dict)),
                ('is_urgent', models.BooleanField(default=False, verbose_name='urgent')),
                ('created_at', models.DateTimeField(verbose_name='told at')),
            ],
            options={
                'verbose_name': 'notice',
                'indexes': [models.Index(fields=['person', '-created_at'], name='notify_notice_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('phone', '')), fields=('entry', 'person', 'kind'), name='notify_one_notice_a_person'), models.UniqueConstraint(condition=models.Q(('person', None)), fields=('entry', 'phone', 'kind'), name='notify_one_notice_a_phone'), models.CheckConstraint(condition=models.Q(models.Q(('person', None), models.Q(('phone', ''), _negated=True)), models.Q(('person__isnull', False), ('phone', '')), _connector='OR'), name='notify_to_one_reader')],
            },
        ),
        migrations.CreateModel(
            name='QuietHours',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='quiet_hours', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('begins', models.TimeField(verbose_name='from')),
                ('ends', models.TimeField(verbose_name='until')),
            ],
            options={
                'verbose_name': 'quiet hours',
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='notify.notice', verbose_name='notice')),
                ('way', models.CharField(choices=[('sms', 'Text message'), ('wechat', 'WeChat'), ('email', 'E-mail')], max_length=8, verbose_name='way')),
                ('address', models.CharField(max_length=254, verbose_name='to')),
                ('reference', models.CharField(default=jiayuan.foundation.notify.models.delivery.new_reference, max_length=32, unique=True, verbose_name='reference')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sending', 'Being sent'), ('sent', 'Sent'), ('failed', 'Refused by the provider'), ('given_up', 'Given up after many tries'), ('uncertain', 'Perhaps sent'), ('cancelled', 'Cancelled')], default='waiting', max_length=10, verbose_name='state')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('leased_until', models.DateTimeField(blank=True, null=True)),
                ('fence', models.PositiveIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('handed_at', models.DateTimeField(blank=True, null=True, verbose_name='sending began')),
                ('is_forced', models.BooleanField(default=False)),
                ('provider_id', models.CharField(blank=True, max_length=120, verbose_name="the provider's number")),
                ('error', models.CharField(blank=True, max_length=300, verbose_name='what went wrong')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('because', models.CharField(blank=True, choices=[('staff', 'By the IT staff'), ('opted_out', 'The reader does not want it this way'), ('withdrawn', 'It does not hold any more')], max_length=10, verbose_name='why it was cancelled')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'indexes': [models.Index(condition=models.Q(('state__in', ('waiting', 'sending'))), fields=['due_at'], name='notify_delivery_due'), models.Index(condition=models.Q(('state__in', ('failed', 'given_up', 'uncertain'))), fields=['state', '-id'], name='notify_delivery_trouble'), models.Index(condition=models.Q(('state__in', ('sent', 'failed', 'given_up', 'uncertain', 'cancelled'))), fields=['state', 'ended_at'], name='notify_delivery_ended')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'sending', 'sent', 'failed', 'given_up', 'uncertain', 'cancelled'])), name='notify_state_known'), models.UniqueConstraint(fields=('notice', 'way'), name='notify_one_delivery_a_way'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sending'), _negated=True), ('leased_until__isnull', False), _connector='OR'), name='notify_sending_is_leased'), models.CheckConstraint(condition=models.Q(('state__in', ('waiting', 'sending')), ('ended_at__isnull', False), _connector='OR'), name='notify_ended_has_an_end')],
            },
        ),
    ]
