"""The pages of staff: each translates a request into one service call or some queries."""
