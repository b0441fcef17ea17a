"""Use cases: what a family's words mean, and rules that span several repositories."""
