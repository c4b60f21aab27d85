from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0010_bulk_export'),
    ]

    operations = [
        # The trail has a line for every saved version; reading it all for the lines
        # that finish a plan took most of the time of the page of statistics.
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('verb', 'project.finished')), fields=['project'], name='events_of_finishing'),
        ),
        # Among 100,000 plans, those of a small department or funder were looked for
        # one by one, four times a page; see benchmarks/desk.py.
        migrations.AddIndex(
            model_name='project',
            index=models.Index(fields=['institution', 'department'], name='projects_by_department'),
        ),
        migrations.AddIndex(
            model_name='project',
            index=models.Index(fields=['institution', 'funder'], name='projects_by_funder'),
        ),
    ]
