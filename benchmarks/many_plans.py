"""Hundreds of thousands of plans, generated in the database; PostgreSQL only.

The institution has `projects` plans with `versions` versions of answers, and as many
events; another institution has a tenth as many plans, without answers. Statuses,
dates, people, funders and departments have skewed distributions, as on a real site:
a few values are frequent, many are rare.
"""

import argparse
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BATCH = 20_000  # projects

FIRST_NAMES = "Amina Paul Louise Hélène Mei Tom Zoë Élodie Gaëlle Noah Aïcha".split()
LAST_NAMES = (
    "Tremblay Gagnon Roy Côté Bouchard Gauthier Morin Lavoie Fortin Nguyen Singh "
    "MacDonald O’Brien Lévesque Bélanger Pelletier Haddad Apatiq Whitford Okafor"
).split()
THINGS = (
    "Récits|Archives|Capteurs|Mémoires|Cartes|Sols|Glaces|Oral histories|Sensors"
    "|Wetlands|Food security|Mobility|Rivières|Forêts|Health records|Lichens"
).split("|")
PLACES = (
    "du Nord|de la rive sud|des Prairies|in rural schools|of small harbours"
    "|à Montréal|in the Arctic|des Grands Lacs|en milieu urbain|of the coast"
    "|du Saint-Laurent|à l’école primaire"
).split("|")
DEPARTMENTS = [
    "Sciences", "Médecine", "Arts et lettres", "Génie", "Éducation", "Droit",
    "Sciences sociales", "Sciences infirmières", "Musique", "Théologie",
    "Agriculture", "Foresterie", "Administration", "Architecture", "Pharmacie",
    "Kinésiologie", "Philosophie", "Histoire", "Géographie", "Physique", "Chimie",
    "Biologie", "Informatique", "Mathématiques", "Psychologie",
]  # fmt: skip
FUNDERS = ["CRSH", "CRSNG", "IRSC", "FRQ", "FCI", "", "Genome Canada", "Mitacs"]

# Reproducible pseudo-random integers: `dice(n, salt, sides)`.
DICE = """
CREATE OR REPLACE FUNCTION dice(n bigint, salt int, sides int) RETURNS int AS $$
    SELECT (hashint8extended(n, salt) & 2147483647)::int % sides
$$ LANGUAGE sql IMMUTABLE PARALLEL SAFE
"""
# A skewed distribution: few of the `sides` come up often.
SKEWED = "floor(power(dice(n, {salt}, 10000) / 10000.0, 2) * {sides})::int"

PEOPLE = """
INSERT INTO questionnaire_user (id, password, is_superuser, email, name, orcid,
    language, institution_claimed, appearance, is_staff, is_active, date_joined,
    mail_rhythm, letter_keys, time_zone, french_typography, waiting_count,
    waiting_state)
SELECT {base} + n, '!', false, 'p' || {base} + n || '@example.org',
    (%(first)s::text[])[1 + dice(n, 1, %(firsts)s)] || ' '
        || (%(last)s::text[])[1 + dice(n, 2, %(lasts)s)] || ' ' || n,
    '', 'fr', '', 'system', false, true, now(), 'now', true,
    '', true, 0, ''
FROM generate_series(1, %(people)s) AS n
"""

PROJECTS = f"""
CREATE TEMP TABLE made ON COMMIT DROP AS
SELECT n, md5(%(institution)s || '/' || n)::uuid AS id,
    (%(things)s::text[])[1 + dice(n, 3, %(things_count)s)] || ' '
        || (%(places)s::text[])[1 + dice(n, 4, %(places_count)s)] || ' ' || n AS title,
    now() - dice(n, 5, 60000) * interval '1 hour' / 2 AS started,
    dice(n, 6, 100) AS stage,
    interval '1 day' + power(dice(n, 7, 1000) / 1000.0, 2)
        * interval '400 days' AS took,
    {{base}} + 1 + {SKEWED.format(salt=8, sides="{people}")} AS pi
FROM generate_series(%(from)s, %(to)s) AS n;

INSERT INTO questionnaire_project (id, title, acronym, summary, institution_name,
    status, language, funder, grant_number, created_at, updated_at, institution_id,
    template_id, department, finished_at, title_key, awaits_export)
SELECT id, title, '', '', '',
    CASE WHEN stage < 45 AND started + took < now() THEN 'finished'
         WHEN stage BETWEEN 45 AND 57 THEN 'in_review' ELSE 'drafting' END,
    CASE WHEN dice(n, 9, 10) < 6 THEN 'fr' ELSE 'en' END,
    CASE WHEN dice(n, 10, 20) = 0 THEN 'Fondation ' || dice(n, 11, 400)
         ELSE (%(funders)s::text[])[
            1 + {SKEWED.format(salt=12, sides="%(funders_count)s")}] END,
    dice(n, 13, 999999)::text, started,
    least(now(), started + took + dice(n, 14, 400) * interval '1 hour'),
    %(institution)s, %(template)s,
    (%(departments)s::text[])[
        1 + {SKEWED.format(salt=15, sides="%(departments_count)s")}],
    CASE WHEN stage < 50 AND started + took < now() THEN started + took END,
    translate(lower(title), 'éèêëàâîïôûùç', 'eeeeaaiioouuc'),
    stage < 50 AND started + took < now() AND dice(n, 26, 10) = 0
FROM made;

INSERT INTO questionnaire_membership (role, credit_roles, joined_at, user_id,
    project_id, is_muted)
SELECT DISTINCT ON (id, member)
    CASE WHEN place = 0 THEN 'pi' WHEN place = 3 THEN 'viewer' ELSE 'contributor' END,
    '[]'::jsonb, started,
    CASE place WHEN 0 THEN pi ELSE member END, id, false
FROM made, LATERAL (
    SELECT place, CASE place WHEN 0 THEN pi
        ELSE {{base}} + 1 + dice(n, 16 + place, {{people}}) END AS member
    FROM generate_series(0, dice(n, 16, 4)) AS place
) AS team ORDER BY id, member, place;

INSERT INTO questionnaire_edition (number, plan, sha256, finished_at, note,
    finished_by_id, project_id)
SELECT number, '{{{{"format": 2, "sections": []}}}}'::jsonb, md5(id::text || number),
    CASE number WHEN 1 THEN created_at + (finished_at - created_at)
        * CASE WHEN last > 1 THEN 0.5 ELSE 1 END ELSE finished_at END,
    '', pi, id
FROM (SELECT p.id, p.created_at, p.finished_at, made.pi,
        CASE WHEN dice(made.n, 21, 7) = 0 THEN 2 ELSE 1 END AS last
    FROM questionnaire_project p JOIN made USING (id)
    WHERE p.finished_at IS NOT NULL) AS finished,
    generate_series(1, last) AS number;

INSERT INTO questionnaire_holding (kind, at, place, link, by_id, edition_id,
    institution_id)
SELECT 'deposited', e.finished_at, 'Archives', '', pi, e.id, %(institution)s
FROM questionnaire_edition e JOIN made ON made.id = e.project_id
JOIN questionnaire_project p ON p.id = e.project_id
WHERE NOT p.awaits_export OR e.finished_at < p.finished_at;

INSERT INTO questionnaire_event (verb, target, at, data, actor_id, project_id)
SELECT 'project.created', '', started, '{{{{}}}}'::jsonb, pi, id FROM made
UNION ALL
SELECT 'project.finished', 'edition:' || number, e.finished_at,
    jsonb_build_object('template', %(template)s, 'gaps', (
        SELECT coalesce(jsonb_agg(label ORDER BY label), '[]'::jsonb)
        FROM unnest(%(labels)s::text[]) WITH ORDINALITY AS question(label, place)
        WHERE dice(made.n, 100 + place::int, 100) < 3 + place * place / 12
    )), e.finished_by_id, e.project_id
FROM questionnaire_edition e JOIN made ON made.id = e.project_id;

INSERT INTO questionnaire_comment (quote, body, kind, save_id, created_at,
    author_id, project_id, question_id)
SELECT '', 'À préciser.', 'comment', md5(n || '/' || k || '/' || id)::uuid,
    started + took / 2, pi, id,
    (%(questions)s::int[])[1 + {SKEWED.format(salt=22, sides="%(questions_count)s")}]
FROM made, generate_series(1, dice(n, 23, 4)) AS k;

INSERT INTO questionnaire_feedbackrequest (state, asked_at, message, reply,
    asked_by_id, project_id)
SELECT CASE WHEN dice(n, 24, 3) = 0 THEN 'asked' ELSE 'given' END, started, '', '',
    pi, id
FROM made WHERE stage BETWEEN 45 AND 57 AND dice(n, 25, 4) = 0
"""

VERSIONS = """
CREATE TEMP TABLE answered ON COMMIT DROP AS
SELECT (n - 1) * %(questions_count)s + place AS id, made_id AS project, pi, started,
    (%(questions)s::int[])[place] AS question
FROM (SELECT n, md5(%(institution)s || '/' || n)::uuid AS made_id
      FROM generate_series(%(from)s, %(to)s) AS n) AS numbered
JOIN (SELECT project_id, user_id AS pi, joined_at AS started
      FROM questionnaire_membership WHERE role = 'pi') AS leader
    ON project_id = made_id,
    generate_series(1, %(questions_count)s) AS place;

INSERT INTO questionnaire_answer (id, language, is_language_confirmed, author_id,
    project_id, question_id)
SELECT id, 'fr', false, pi, project, question FROM answered ORDER BY id;

INSERT INTO questionnaire_answerversion (number, content, content_digest,
    created_at, note, origin, save_id, answer_id, words_added, words_removed)
SELECT number, '{{"answer": "<p>Oui.</p>"}}'::jsonb, md5(number::text),
    started + number * interval '1 day', '', 'typed', md5(number || '/' || id)::uuid,
    id, 1, 0
FROM answered, generate_series(1, %(wordings)s) AS number ORDER BY id, number;

INSERT INTO questionnaire_event (verb, target, at, data, actor_id, project_id)
SELECT 'answer.saved', 'question:data-responsibility', started,
    '{{"label": "1.1"}}'::jsonb, pi, project
FROM answered, generate_series(1, %(wordings)s) AS number ORDER BY id
"""

TEXTS = """
INSERT INTO questionnaire_plantext (project_id, body, as_of)
SELECT p.id, ' ' || p.title_key || ' ' || lower(p.funder || ' ' || p.department) || ' '
    || lower(u.name) || ' ' || CASE p.status WHEN 'drafting' THEN '' ELSE (
        SELECT string_agg((%(words)s::text[])[1 + dice(
            hashint8(u.id)::bigint * 1000 + hashtext(p.id::text) + k, 30,
            %(words_count)s)], ' ')
        FROM generate_series(1, 120) AS k) END || ' ', p.updated_at
FROM questionnaire_project p
JOIN questionnaire_membership m ON m.project_id = p.id AND m.role = 'pi'
JOIN questionnaire_user u ON u.id = m.user_id
WHERE p.institution_id = %(institution)s
ON CONFLICT (project_id) DO NOTHING
"""


def fill(projects, versions):
    """Fill the database of the settings; returns a dict of the data clients need."""
    from django.db import connection

    from questionnaire.models import Institution, PlanTemplate, Question

    template = PlanTemplate.objects.get()
    questions = list(
        Question.objects.filter(section__template=template)
        .select_related("section")
        .order_by("section__position", "number")
    )
    main, other = (
        Institution.objects.create(name_fr=name, name_en=name)
        for name in ("Université du Fleuve", "Université des Rives")
    )
    amounts = {main: projects, other: max(20, projects // 10)}
    with connection.cursor() as cursor:
        cursor.execute(DICE)
        base = 1_000
        for institution, amount in amounts.items():
            people = max(20, amount * 6 // 10)
            values = {
                "institution": institution.pk,
                "template": template.pk,
                "labels": [question.label for question in questions],
                "questions": [question.pk for question in questions],
                "people": people,
                "first": FIRST_NAMES,
                "last": LAST_NAMES,
                "things": THINGS,
                "places": PLACES,
                "departments": DEPARTMENTS,
                "funders": FUNDERS,
                "words": _words(),
                "wordings": max(1, round(versions / amount / len(questions))),
            }
            values |= {
                "firsts": len(FIRST_NAMES),
                "lasts": len(LAST_NAMES),
                **{
                    f"{name}_count": len(values[name])
                    for name in (
                        "things", "places", "departments", "funders", "questions",
                        "words",
                    )
                },
            }  # fmt: skip
            _run(cursor, PEOPLE, values, base, people)
            for start in range(1, amount + 1, BATCH):
                span = {"from": start, "to": min(start + BATCH - 1, amount)}
                _run(cursor, PROJECTS, values | span, base, people)
                if institution is main:
                    _run(cursor, VERSIONS, values | span, base, people)
                    _say(f"{span['to']:,} of {amount:,} plans")
            _run(cursor, TEXTS, values, base, people)
            base += people + 1
        _mend_numbers(cursor)
        _say("vacuum and analyze")
        cursor.execute("VACUUM ANALYZE")
    return {"institution": main.pk, **_librarian(main)}


def _run(cursor, statements, values, base, people):
    """Run in one transaction with triggers off, including those of foreign keys."""
    from django.db import transaction

    with transaction.atomic():
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute(statements.format(base=base, people=people), values)


def _mend_numbers(cursor):
    """Reset the sequences after rows were inserted with explicit ids."""
    for table in ("user", "answer"):
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('questionnaire_{table}', 'id'), "
            f"(SELECT coalesce(max(id), 1) FROM questionnaire_{table}))"
        )
    cursor.execute("SET statement_timeout = 0")


def _words():
    """Two thousand words to make texts from."""
    beginnings = "don meta vers lic arch cap mes ent rec ana sto par doc for".split()
    middles = "a e i o u ar er ir or en an".split()
    ends = "nees tion ment age ure teur ence iste ique able eur ons".split()
    return [a + b + c for a in beginnings for b in middles for c in ends]


def _librarian(institution):
    """A librarian who is signed in."""
    from django.conf import settings
    from django.test import Client

    from questionnaire.models import InstitutionRole, User
    from questionnaire.vocabulary import InstitutionRoleName

    louise = User.objects.create_user("louise@example.org", name="Louise Roy")
    InstitutionRole.objects.create(
        user=louise, institution=institution, role=InstitutionRoleName.LIBRARIAN
    )
    client = Client()
    client.force_login(louise)
    name = settings.SESSION_COOKIE_NAME
    return {"cookie": f"{name}={client.cookies[name].value}"}


def _say(text):
    print(text, file=sys.stderr, flush=True)


def main():
    """Migrate and fill the database that DATABASE_URL names; print JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("projects", type=int)
    parser.add_argument("versions", type=int)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "dmp_site.settings"
    sys.path.insert(0, str(ROOT))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    template = ROOT / "fixtures/plan_templates/open-science-workflows.yaml"
    call_command("load_template", str(template), verbosity=0)
    print(json.dumps(fill(options.projects, options.versions)))


if __name__ == "__main__":
    main()
