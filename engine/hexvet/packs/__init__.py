"""Rule packs: read, composed, type-checked, tested."""
