"""The tables of gatherings, as 7 migrations had made them, in one.

A database that ran all of them counts as having run this one; a new one is spared their work.
"""

import django.db.models.deletion
import jiayuan.services.gatherings.models.common
import jiayuan.services.gatherings.models.session
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('gatherings', '0001_gatherings'), ('gatherings', '0002_calendar_feed'), ('gatherings', '0003_reminders'), ('gatherings', '0004_merged_walk_ins'), ('gatherings', '0005_paused_series'), ('gatherings', '0006_wall'), ('gatherings', '0007_photos_material')]

    initial = True

    dependencies = [
        ('evidence', '0003_sound'),
        ('organisations', '0001_initial'),
        ('people', '0002_phone_proven_at'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(verbose_name='made at')),
            ],
            options={
                'verbose_name': 'calendar address',
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place', verbose_name='place')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='organisation')),
                ('kind', models.CharField(max_length=24, verbose_name='kind')),
                ('title', models.CharField(max_length=60, verbose_name='title')),
                ('title_en', models.CharField(blank=True, max_length=120, verbose_name='English title')),
                ('words', models.TextField(blank=True, max_length=2000, verbose_name='what happens')),
                ('where', models.CharField(blank=True, max_length=120, verbose_name='where exactly')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                ('grace_minutes', models.PositiveIntegerField(default=120, verbose_name='free to cancel until, minutes before')),
                ('hold_minutes', models.PositiveIntegerField(default=120, verbose_name='an offered seat is kept, minutes')),
                ('remind_minutes', models.JSONField(blank=True, default=jiayuan.services.gatherings.models.common.usual_reminders, verbose_name='reminded, minutes before')),
                ('checks_place', models.BooleanField(default=False, verbose_name='ask phones whether they are at the place')),
                ('is_demo', models.BooleanField(default=False, verbose_name='demonstration')),
                ('rule', models.CharField(max_length=200, verbose_name='repeats')),
                ('first_on', models.DateField(verbose_name='for the first time on')),
                ('until', models.DateField(blank=True, null=True, verbose_name='for the last time on')),
                ('starts', models.TimeField(verbose_name='begins at')),
                ('minutes', models.PositiveSmallIntegerField(verbose_name='lasts, minutes')),
                ('weeks_ahead', models.PositiveSmallIntegerField(default=2, verbose_name='weeks prepared ahead')),
                ('holidays', models.CharField(choices=[('skip', 'Left out on holidays'), ('shift', 'Moved to the next working day'), ('keep', 'Held on holidays too')], default='skip', max_length=8, verbose_name='on holidays')),
                ('roles', models.JSONField(default=list, verbose_name='roles')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paused_at', models.DateTimeField(blank=True, null=True, verbose_name='paused since')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
            ],
            options={
                'verbose_name': 'series of gatherings',
                'indexes': [models.Index(fields=['place', 'ended_at'], name='gatherings_series_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(('holidays__in', ['skip', 'shift', 'keep'])), name='gatherings_holidays_known'), models.CheckConstraint(condition=models.Q(('minutes__gte', 5), ('minutes__lte', 720)), name='gatherings_series_length'), models.CheckConstraint(condition=models.Q(('weeks_ahead__gte', 1), ('weeks_ahead__lte', 12)), name='gatherings_weeks_ahead'), models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__gte', -90), ('latitude__lte', 90), ('longitude__gte', -180), ('longitude__lte', 180)), _connector='OR'), name='gatherings_series_on_earth')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place', verbose_name='place')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='organisation')),
                ('kind', models.CharField(max_length=24, verbose_name='kind')),
                ('title', models.CharField(max_length=60, verbose_name='title')),
                ('title_en', models.CharField(blank=True, max_length=120, verbose_name='English title')),
                ('words', models.TextField(blank=True, max_length=2000, verbose_name='what happens')),
                ('where', models.CharField(blank=True, max_length=120, verbose_name='where exactly')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                ('grace_minutes', models.PositiveIntegerField(default=120, verbose_name='free to cancel until, minutes before')),
                ('hold_minutes', models.PositiveIntegerField(default=120, verbose_name='an offered seat is kept, minutes')),
                ('remind_minutes', models.JSONField(blank=True, default=jiayuan.services.gatherings.models.common.usual_reminders, verbose_name='reminded, minutes before')),
                ('checks_place', models.BooleanField(default=False, verbose_name='ask phones whether they are at the place')),
                ('is_demo', models.BooleanField(default=False, verbose_name='demonstration')),
                ('series', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='gatherings.series')),
                ('occurrence', models.DateField(blank=True, null=True, verbose_name='day of the series')),
                ('copied_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='gatherings.session')),
                ('starts_at', models.DateTimeField(verbose_name='begins')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('state', models.CharField(choices=[('draft', 'Being prepared'), ('published', 'Open for sign-up'), ('running', 'Taking place'), ('closed', 'Over'), ('filed', 'Filed'), ('cancelled', 'Called off')], default='draft', max_length=12, verbose_name='state')),
                ('secret', models.BinaryField(default=jiayuan.services.gatherings.models.session.fresh_secret, max_length=32)),
                ('is_edited', models.BooleanField(default=False, verbose_name='changed by hand')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published at')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('nonce', models.CharField(max_length=64, null=True, unique=True)),
            ],
            options={
                'verbose_name': 'gathering',
                'verbose_name_plural': 'gatherings',
                'indexes': [models.Index(fields=['place', 'starts_at'], name='gatherings_place_starts'), models.Index(fields=['state', 'starts_at'], name='gatherings_state_starts'), models.Index(fields=['state', 'ends_at'], name='gatherings_state_ends'), models.Index(fields=['organisation', 'starts_at'], name='gatherings_unit_starts')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'published', 'running', 'closed', 'filed', 'cancelled'])), name='gatherings_state_known'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='gatherings_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('occurrence', None), ('series', None)), models.Q(('occurrence__isnull', False), ('series__isnull', False)), _connector='OR'), name='gatherings_occurrence_of_series'), models.UniqueConstraint(fields=('series', 'occurrence'), name='gatherings_one_an_occurrence'), models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__gte', -90), ('latitude__lte', 90), ('longitude__gte', -180), ('longitude__lte', 180)), _connector='OR'), name='gatherings_on_earth')],
            },
        ),
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='material', to='gatherings.session')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('wanted', models.PositiveSmallIntegerField(verbose_name='pieces')),
            ],
            options={
                'verbose_name': 'material',
                'verbose_name_plural': 'material',
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(fields=('session', 'name'), name='gatherings_material_once'), models.CheckConstraint(condition=models.Q(('wanted__gte', 1), ('wanted__lte', 999)), name='gatherings_material_wanted')],
            },
        ),
        migrations.CreateModel(
            name='Poll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='polls', to='gatherings.session')),
                ('words', models.CharField(max_length=160, verbose_name='question')),
                ('state', models.CharField(choices=[('draft', 'Prepared'), ('open', 'Votes are taken'), ('closed', 'Closed')], default='draft', max_length=8, verbose_name='state')),
                ('is_revealed', models.BooleanField(default=False, verbose_name='result shown')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('nonce', models.CharField(max_length=64, null=True, unique=True)),
            ],
            options={
                'verbose_name': 'poll',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'open', 'closed'])), name='gatherings_poll_state_known'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('session',), name='gatherings_one_open_poll'), models.CheckConstraint(condition=models.Q(('is_revealed', False), models.Q(('state', 'draft'), _negated=True), _connector='OR'), name='gatherings_result_after_opening')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='gatherings.session')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('words', models.CharField(blank=True, max_length=160, verbose_name='question')),
                ('state', models.CharField(choices=[('waiting', 'Waits for the host'), ('shown', 'On the wall'), ('answered', 'Answered'), ('hidden', 'Not shown')], default='waiting', max_length=8, verbose_name='state')),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('nonce', models.CharField(max_length=64, null=True, unique=True)),
            ],
            options={
                'verbose_name': 'question on the wall',
                'indexes': [models.Index(fields=['session', 'state'], name='gatherings_question_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'shown', 'answered', 'hidden'])), name='gatherings_question_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='gatherings.session')),
                ('starts_at', models.DateTimeField(verbose_name='begins')),
                ('minutes', models.PositiveIntegerField(verbose_name='minutes before')),
                ('sent_at', models.DateTimeField(verbose_name='reminded at')),
            ],
            options={
                'verbose_name': 'reminder',
                'constraints': [models.UniqueConstraint(fields=('session', 'starts_at', 'minutes'), name='gatherings_reminded_once')],
            },
        ),
        migrations.CreateModel(
            name='SessionPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='gatherings.session')),
                ('photo', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='session_photo', to='evidence.photo')),
                ('side', models.CharField(choices=[('before', 'Before'), ('after', 'After')], max_length=8)),
                ('consent', models.CharField(choices=[('nobody', 'Nobody can be recognised'), ('agreed', 'All who can be recognised agreed'), ('guardians', 'Children are in it; their guardians agreed')], max_length=12)),
            ],
            options={
                'verbose_name': 'photo of a gathering',
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('side__in', ['before', 'after'])), name='gatherings_photo_side_known'), models.CheckConstraint(condition=models.Q(('consent__in', ['nobody', 'agreed', 'guardians'])), name='gatherings_photo_consent_known')],
            },
        ),
        migrations.CreateModel(
            name='SessionRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='gatherings.session')),
                ('name', models.CharField(max_length=30, verbose_name='role')),
                ('name_en', models.CharField(blank=True, max_length=60, verbose_name='English name')),
                ('seats', models.PositiveIntegerField(verbose_name='seats')),
                ('min_age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='from the age of')),
                ('needs', models.JSONField(blank=True, default=list, verbose_name='needs')),
                ('leads', models.BooleanField(default=False, verbose_name='leads')),
                ('tickets', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'role in a gathering',
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('seats__gte', 1)), name='gatherings_at_least_one_seat'), models.UniqueConstraint(fields=('session', 'name'), name='gatherings_roles_differ')],
            },
        ),
        migrations.CreateModel(
            name='PollChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='gatherings.poll')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('words', models.CharField(max_length=60, verbose_name='answer')),
            ],
            options={
                'verbose_name': 'answer of a poll',
                'ordering': ('number',),
                'constraints': [models.UniqueConstraint(fields=('poll', 'number'), name='gatherings_choices_numbered'), models.UniqueConstraint(fields=('poll', 'words'), name='gatherings_choices_differ')],
            },
        ),
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('material', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='promises', to='gatherings.material')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('count', models.PositiveSmallIntegerField(verbose_name='pieces')),
            ],
            options={
                'verbose_name': 'promise to bring something',
                'constraints': [models.UniqueConstraint(fields=('material', 'person'), name='gatherings_promised_once'), models.CheckConstraint(condition=models.Q(('count__gte', 1)), name='gatherings_promised_some')],
            },
        ),
        migrations.CreateModel(
            name='SignUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_ups', to='gatherings.session')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_ups', to='gatherings.sessionrole')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(blank=True, max_length=40, verbose_name='name')),
                ('phone', models.CharField(blank=True, max_length=16, verbose_name='phone')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('consent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.consent')),
                ('group', models.UUIDField(blank=True, null=True)),
                ('state', models.CharField(choices=[('held', 'Has a seat'), ('waiting', 'On the waiting list'), ('offered', 'A seat is offered'), ('walked_in', 'Came without a seat'), ('cancelled', 'Cancelled'), ('lapsed', 'Offer ran out')], max_length=12, verbose_name='state')),
                ('seat', models.PositiveIntegerField(blank=True, null=True, verbose_name='seat')),
                ('ticket', models.PositiveIntegerField(verbose_name='turn')),
                ('offered_until', models.DateTimeField(blank=True, null=True, verbose_name='kept until')),
                ('signed_at', models.DateTimeField(verbose_name='signed up at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='cancelled at')),
                ('nonce', models.CharField(max_length=64, null=True, unique=True)),
                ('merged_at', models.DateTimeField(blank=True, null=True)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gatherings.signup')),
                ('gave_presence', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'sign-up',
                'verbose_name_plural': 'sign-ups',
                'ordering': ('id',),
                'indexes': [models.Index(fields=['role', 'state', 'ticket'], name='gatherings_queue'), models.Index(fields=['person', '-id'], name='gatherings_person'), models.Index(condition=models.Q(('group__isnull', False)), fields=['group'], name='gatherings_group'), models.Index(condition=models.Q(('state', 'offered')), fields=['offered_until'], name='gatherings_offers_end')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['held', 'waiting', 'offered', 'walked_in', 'cancelled', 'lapsed'])), name='gatherings_sign_up_state_known'), models.UniqueConstraint(condition=models.Q(('state__in', ('held', 'offered'))), fields=('role', 'seat'), name='gatherings_one_a_seat'), models.UniqueConstraint(condition=models.Q(('person__isnull', False), ('state__in', ('held', 'offered', 'waiting', 'walked_in'))), fields=('session', 'person'), name='gatherings_once_a_person'), models.UniqueConstraint(fields=('role', 'ticket'), name='gatherings_one_a_ticket'), models.CheckConstraint(condition=models.Q(models.Q(('seat__gte', 1), ('seat__isnull', False), ('state__in', ('held', 'offered'))), models.Q(models.Q(('state__in', ('held', 'offered')), _negated=True), ('seat', None)), _connector='OR'), name='gatherings_seat_when_seated'), models.CheckConstraint(condition=models.Q(models.Q(('offered_until__isnull', False), ('state', 'offered')), models.Q(models.Q(('state', 'offered'), _negated=True), ('offered_until', None)), _connector='OR'), name='gatherings_offer_has_an_end'), models.CheckConstraint(condition=models.Q(('merged_at__isnull', False), models.Q(('gave_presence', False), ('merged_into', None)), _connector='OR'), name='gatherings_merged_at_some_time')],
            },
        ),
        migrations.CreateModel(
            name='Support',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='gatherings.question')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'support of a question',
                'constraints': [models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('question', 'person'), name='gatherings_one_support_a_person')],
            },
        ),
        migrations.CreateModel(
            name='PollVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='gatherings.poll')),
                ('choice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='gatherings.pollchoice')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voted_at', models.DateTimeField(verbose_name='voted at')),
            ],
            options={
                'verbose_name': 'vote in a poll',
                'constraints': [models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('poll', 'person'), name='gatherings_one_vote_a_person')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sign_up', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='presence', to='gatherings.signup')),
                ('in_at', models.DateTimeField(verbose_name='came')),
                ('in_source', models.CharField(choices=[('qr', 'Scanned code'), ('host', 'Entered by the host'), ('sheet', 'Entered from the paper list'), ('offline', 'Scanned without network, sent later'), ('repair', 'Added afterwards')], max_length=8)),
                ('in_within', models.CharField(choices=[('yes', 'at the place'), ('no', 'not at the place'), ('unknown', 'not asked or not answered')], default='unknown', max_length=8)),
                ('in_nonce', models.CharField(max_length=64, null=True, unique=True)),
                ('out_at', models.DateTimeField(blank=True, null=True, verbose_name='went')),
                ('out_source', models.CharField(blank=True, choices=[('qr', 'Scanned code'), ('host', 'Entered by the host'), ('sheet', 'Entered from the paper list'), ('offline', 'Scanned without network, sent later'), ('repair', 'Added afterwards')], max_length=8)),
                ('out_within', models.CharField(choices=[('yes', 'at the place'), ('no', 'not at the place'), ('unknown', 'not asked or not answered')], default='unknown', max_length=8)),
                ('out_nonce', models.CharField(max_length=64, null=True, unique=True)),
                ('state', models.CharField(choices=[('sure', 'Confirmed'), ('pending', 'The host is asked'), ('denied', 'Was not there')], default='sure', max_length=8, verbose_name='state')),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='minutes')),
            ],
            options={
                'verbose_name': 'presence',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['sure', 'pending', 'denied'])), name='gatherings_presence_state_known'), models.CheckConstraint(condition=models.Q(('in_source__in', ['qr', 'host', 'sheet', 'offline', 'repair'])), name='gatherings_in_source_known'), models.CheckConstraint(condition=models.Q(('in_within__in', ['yes', 'no', 'unknown'])), name='gatherings_in_within_known'), models.CheckConstraint(condition=models.Q(('out_within__in', ['yes', 'no', 'unknown'])), name='gatherings_out_within_known'), models.CheckConstraint(condition=models.Q(('out_at', None), ('out_at__gte', models.F('in_at')), _connector='OR'), name='gatherings_out_after_in'), models.CheckConstraint(condition=models.Q(('minutes', None), models.Q(('out_at__isnull', False), ('state', 'sure')), _connector='OR'), name='gatherings_minutes_when_sure')],
            },
        ),
    ]
