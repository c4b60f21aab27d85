"""Utilities that know nothing about this product."""
