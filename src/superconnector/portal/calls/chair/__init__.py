"""The desk of a chair."""
