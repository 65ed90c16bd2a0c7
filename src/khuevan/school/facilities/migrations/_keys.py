"""Indexes and constraints: operations of 0001."""

from django.db import migrations, models

OPERATIONS = [
    migrations.AddIndex(
        model_name="equipmentitem",
        index=models.Index(fields=["minimum_list", "code"], name="facilities_item_list"),
    ),
    migrations.AddIndex(
        model_name="equipmentitem",
        index=models.Index(fields=["sort_key", "id"], name="facilities_item_order"),
    ),
    migrations.AddConstraint(
        model_name="equipmentitem",
        constraint=models.UniqueConstraint(
            fields=("minimum_list", "code"),
            name="facilities_item_code",
            violation_error_message="Mã này đã có trong danh mục.",
        ),
    ),
    migrations.AddConstraint(
        model_name="equipmentitem",
        constraint=models.CheckConstraint(
            condition=models.Q(("per_size__gte", 1)), name="facilities_item_size"
        ),
    ),
    migrations.AddIndex(
        model_name="internetline",
        index=models.Index(fields=["school", "closed_on"], name="facilities_line_school"),
    ),
    migrations.AddIndex(
        model_name="internetline",
        index=models.Index(fields=["sort_key", "id"], name="facilities_line_order"),
    ),
    migrations.AddIndex(
        model_name="inventory",
        index=models.Index(fields=["school", "-as_of"], name="facilities_inventory_school"),
    ),
    migrations.AddIndex(
        model_name="inventory",
        index=models.Index(fields=["sort_key", "id"], name="facilities_inventory_order"),
    ),
    migrations.AddConstraint(
        model_name="inventory",
        constraint=models.UniqueConstraint(
            condition=models.Q(("status", "open")),
            fields=("school",),
            name="facilities_inventory_one_open",
        ),
    ),
    migrations.AddConstraint(
        model_name="inventory",
        constraint=models.UniqueConstraint(
            condition=models.Q(("kind", "yearly"), ("status", "confirmed")),
            fields=("school", "year"),
            name="facilities_inventory_one_a_year",
        ),
    ),
    migrations.AddIndex(
        model_name="inventoryline",
        index=models.Index(fields=["school"], name="facilities_invline_school"),
    ),
    migrations.AddConstraint(
        model_name="inventoryline",
        constraint=models.UniqueConstraint(
            fields=("inventory", "asset", "row_id"), name="facilities_inventoryline_once"
        ),
    ),
    migrations.AddConstraint(
        model_name="inventoryline",
        constraint=models.CheckConstraint(
            condition=models.Q(
                ("counted_usable__isnull", True),
                ("counted_usable__lte", models.F("counted_quantity")),
                _connector="OR",
            ),
            name="facilities_inventoryline_usable",
        ),
    ),
    migrations.AddIndex(
        model_name="land",
        index=models.Index(fields=["school", "closed_on"], name="facilities_land_school"),
    ),
    migrations.AddIndex(
        model_name="land",
        index=models.Index(fields=["sort_key", "id"], name="facilities_land_order"),
    ),
    migrations.AddConstraint(
        model_name="land",
        constraint=models.CheckConstraint(
            condition=models.Q(
                ("built_m2__isnull", True), ("built_m2__lte", models.F("area_m2")), _connector="OR"
            ),
            name="facilities_land_built",
            violation_error_message="Diện tích xây dựng không thể lớn hơn diện tích đất.",
        ),
    ),
    migrations.AddIndex(
        model_name="room",
        index=models.Index(fields=["school", "closed_on", "kind"], name="facilities_room_school"),
    ),
    migrations.AddIndex(
        model_name="room",
        index=models.Index(fields=["sort_key", "id"], name="facilities_room_order"),
    ),
    migrations.AddIndex(
        model_name="equipment",
        index=models.Index(fields=["school", "closed_on", "item"], name="facilities_equipment_school"),
    ),
    migrations.AddIndex(
        model_name="equipment",
        index=models.Index(fields=["sort_key", "id"], name="facilities_equipment_order"),
    ),
    migrations.AddConstraint(
        model_name="equipment",
        constraint=models.CheckConstraint(
            condition=models.Q(("usable__lte", models.F("quantity"))), name="facilities_equipment_usable"
        ),
    ),
    migrations.AddIndex(
        model_name="computerset",
        index=models.Index(fields=["school", "closed_on", "purpose"], name="facilities_computers_school"),
    ),
    migrations.AddIndex(
        model_name="computerset",
        index=models.Index(fields=["sort_key", "id"], name="facilities_computers_order"),
    ),
    migrations.AddConstraint(
        model_name="computerset",
        constraint=models.CheckConstraint(
            condition=models.Q(("usable__lte", models.F("quantity"))), name="facilities_computers_usable"
        ),
    ),
    migrations.AddIndex(
        model_name="toilet",
        index=models.Index(fields=["school", "closed_on", "users"], name="facilities_toilet_school"),
    ),
    migrations.AddIndex(
        model_name="toilet",
        index=models.Index(fields=["sort_key", "id"], name="facilities_toilet_order"),
    ),
    migrations.AddConstraint(
        model_name="utilities",
        constraint=models.UniqueConstraint(
            condition=models.Q(("closed_on__isnull", True)),
            fields=("school", "point"),
            name="facilities_utilities_once",
            nulls_distinct=False,
            violation_error_message="Nơi này đã có phiếu điện, nước đang dùng. Hãy sửa phiếu ấy.",
        ),
    ),
]
