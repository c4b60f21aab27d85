"""Members, invitations and assignments."""
