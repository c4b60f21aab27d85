"""Publishing plan templates."""
