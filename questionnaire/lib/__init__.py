"""Tools that know nothing of this product."""
