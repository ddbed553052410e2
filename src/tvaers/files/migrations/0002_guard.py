"""Put files behind their dossiers or organisations; their content stands and goes with them."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import WORK_FLOOR, protection
from tvaers.sharing.policies import dossier_rows, open_to_reader, organisation_rows

TAKEN_BACK = ("SELECT", "INSERT", "DELETE")
APPENDED = ("SELECT", "INSERT")
SIGNED = ("added_by",)
# Twenty megabytes, and what sealing adds.
MOST_SEALED = 20 * 1024 * 1024 + 64

WRITES = open_to_reader("files_file.dossier_id", category="files_file.category", may=2, owner_only=True)
# Whoever writes in the dossier may have chosen the wrong file; another's is removed by who decides.
REMOVES = f"{WRITES} AND (added_by = (SELECT guard.actor()) OR (SELECT guard.decides()))"

# Who decides about people, signs or administers: an agreement's annexes come from any of them.
KEEPS = "((SELECT guard.decides()) OR (SELECT guard.roles()) & 4608 <> 0)"
SEEN = "EXISTS (SELECT 1 FROM files_organisationfile f WHERE f.id = files_organisationfilecontent.id)"
OWN = SEEN.removesuffix(")") + f" AND f.owner_id = (SELECT guard.organisation()) AND {KEEPS})"

# Content lies where its file lies, so that no row shows more of it than the file does; and what is sealed does not
# get smaller by being packed.
TOGETHER = f"""
ALTER TABLE files_file ADD CONSTRAINT file_place UNIQUE (id, dossier_id, category),
    ADD CONSTRAINT file_one_category CHECK (category > 0 AND category & (category - 1) = 0);
ALTER TABLE files_filecontent ADD CONSTRAINT content_of_file FOREIGN KEY (id, dossier_id, category)
    REFERENCES files_file (id, dossier_id, category) ON DELETE CASCADE,
    ADD CONSTRAINT content_not_too_large CHECK (octet_length(content) <= {MOST_SEALED}),
    ALTER COLUMN content SET STORAGE EXTERNAL;
ALTER TABLE files_organisationfilecontent ADD CONSTRAINT content_of_organisation_file FOREIGN KEY (id)
    REFERENCES files_organisationfile (id) ON DELETE CASCADE,
    ADD CONSTRAINT organisation_content_not_too_large CHECK (octet_length(content) <= {MOST_SEALED}),
    ALTER COLUMN content SET STORAGE EXTERNAL;
"""
APART = """
ALTER TABLE files_organisationfilecontent DROP CONSTRAINT organisation_content_not_too_large,
    DROP CONSTRAINT content_of_organisation_file, ALTER COLUMN content SET STORAGE EXTENDED;
ALTER TABLE files_filecontent DROP CONSTRAINT content_not_too_large, DROP CONSTRAINT content_of_file,
    ALTER COLUMN content SET STORAGE EXTENDED;
ALTER TABLE files_file DROP CONSTRAINT file_one_category, DROP CONSTRAINT file_place;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0014_probed"), ("files", "0001_initial")]
    operations: ClassVar = [
        dossier_rows("files_file", category="category", commands=TAKEN_BACK, owner_writes=True, signed=SIGNED),
        dossier_rows("files_filecontent", category="category", commands=APPENDED, owner_writes=True),
        organisation_rows(
            "files_organisationfile",
            audience="audience",
            until="until_at",
            writes=KEEPS,
            changeable=("audience", "until_at"),
            signed=SIGNED,
        ),
        protection("files_organisationfilecontent", WORK_FLOOR, {"SELECT": SEEN, "INSERT": OWN}),
        migrations.RunSQL(TOGETHER, reverse_sql=APART),
        migrations.RunSQL(
            f"ALTER POLICY may_delete ON files_file USING ({REMOVES});",
            reverse_sql=f"ALTER POLICY may_delete ON files_file USING ({WRITES});",
        ),
    ]
