"""After the decision: showcase, vote, certificates, trials."""
