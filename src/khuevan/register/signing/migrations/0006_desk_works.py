"""Acts of rooms above that a program on the user's computer signs, beside single PDFs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("signing", "0005_batches")]

    operations = [
        migrations.AddField(
            "deskorder",
            "work",
            models.CharField(blank=True, db_collation="C", default="", max_length=60, verbose_name="việc"),
        ),
        migrations.AddField(
            "deskorder", "given", models.JSONField(default=dict, verbose_name="nội dung đã nhập")
        ),
        migrations.AlterField("deskorder", "file_id", models.BigIntegerField(null=True, verbose_name="tệp")),
    ]
