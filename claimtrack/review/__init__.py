"""The review: what fact-checkers say of claims and facts, kept as a history that nothing overwrites."""
