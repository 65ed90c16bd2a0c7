"""Reports of words and figures: templates, campaigns, narrative written together, signed and sent up."""
