"""Making signed XML and PDF: prepare (what is to be signed), then finish (with the signature's value)."""
