"""Accounts: opened and closed, merged, erased."""
