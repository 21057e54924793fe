"""Calls: from the open call to the published decision and the trials after it."""
