"""Pure parts of signing: DER, certificate paths and the sentences of the verifier."""
