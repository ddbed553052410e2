"""A feed is its owner's alone; who knows its address reads when and where they meet, and nothing else. Letters go out."""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.queue import allowed, for_members
from tvaers.guard.policies import WORK_FLOOR, protection, sql_file
from tvaers.sharing.policies import own_hand

FEED = "meetings_feed"
OWN = "member_id = (SELECT guard.actor()) AND owner_id = (SELECT guard.organisation())"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("meetings", "0004_feed")]
    operations: ClassVar = [
        protection(FEED, WORK_FLOOR, dict.fromkeys(("SELECT", "INSERT", "UPDATE"), OWN), changeable=("ended_at",)),
        own_hand(FEED, "member_id"),
        sql_file(
            __file__,
            "0005_feed.sql",
            reverse="DROP FUNCTION guard.feed_holds(bytea); DROP FUNCTION guard.meetings_of_feed(bytea);",
        ),
        allowed("meetings.write_to"),
        for_members("meetings.write_to"),
    ]
