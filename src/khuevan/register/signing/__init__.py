"""Signatures: who may sign with what, signed XML and PDF, and in words what is wrong with a signature. See README.md."""
