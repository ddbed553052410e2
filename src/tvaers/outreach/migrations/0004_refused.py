"""A number in another form is refused too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0006_signed"),
        ("outreach", "0003_guard"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="debrief",
            name="debrief_went_well_no_number",
        ),
        migrations.RemoveConstraint(
            model_name="debrief",
            name="debrief_was_hard_no_number",
        ),
        migrations.RemoveConstraint(
            model_name="debrief",
            name="debrief_next_time_no_number",
        ),
        migrations.RemoveConstraint(
            model_name="debrief",
            name="debrief_supervision_no_number",
        ),
        migrations.RemoveConstraint(
            model_name="shift",
            name="shift_theme_no_number",
        ),
        migrations.RemoveConstraint(
            model_name="stop",
            name="stop_words_no_number",
        ),
        migrations.AddConstraint(
            model_name="debrief",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "went_well__regex",
                        "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                    ),
                    (
                        "was_hard__regex",
                        "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                    ),
                    (
                        "next_time__regex",
                        "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                    ),
                    (
                        "supervision__regex",
                        "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                    ),
                    _connector="OR",
                    _negated=True,
                ),
                name="debrief_without_numbers",
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "theme__regex",
                        "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                    ),
                    _negated=True,
                ),
                name="shift_without_numbers",
            ),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "words__regex",
                        "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                    ),
                    _negated=True,
                ),
                name="stop_without_numbers",
            ),
        ),
    ]
