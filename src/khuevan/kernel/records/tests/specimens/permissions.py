from khuevan.kernel.access import Permission

VIEW_PLANTS = Permission("specimens.plant:view", "Xem cây")
EDIT_PLANTS = Permission("specimens.plant:edit", "Sửa cây")
REMOVE_PLANTS = Permission("specimens.plant:remove", "Xóa cây")
SEE_ORIGIN = Permission("specimens.plant:origin", "Xem nguồn gốc cây", sensitive=True)
VIEW_TOOLS = Permission("specimens.tool:view", "Xem dụng cụ")
EDIT_TOOLS = Permission("specimens.tool:edit", "Sửa dụng cụ")
