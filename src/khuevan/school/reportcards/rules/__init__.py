"""What a report card is, and who must sign which part of it: values, no database."""
