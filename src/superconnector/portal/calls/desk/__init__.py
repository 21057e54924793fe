"""The desk of a judge."""
