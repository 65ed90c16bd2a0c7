"""The verifier as one file that runs without this platform: `khuevan-verify.pyz`, and `python -m khuevan verify`."""
