"""The statutory forms of the sector: filled from indicators, checked, submitted from level to level. See README.md."""
