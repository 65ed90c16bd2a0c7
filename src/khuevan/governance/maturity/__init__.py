"""How digital a school is: the index of QĐ 4725 and its like, proposed from use, assessed, recognised, published."""
