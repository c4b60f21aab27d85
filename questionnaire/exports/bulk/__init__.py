"""Exports of many plans, and preservation packages."""
