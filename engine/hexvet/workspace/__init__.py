"""A city's folder on disk: read with places, checked, created, and written atomically."""
