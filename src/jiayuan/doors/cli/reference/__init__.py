"""Pages of the documentation, drawn from the code."""
