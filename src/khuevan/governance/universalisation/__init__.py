"""Universal education and literacy (PCGD-XMC): survey of an area, standards, recognition."""
