"""Indicators computed from facts: values for any unit, opened down to the records behind them."""
