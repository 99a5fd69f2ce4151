"""The only way out for figures on others: suppression, the attack, the audit, the release, the ledger."""
