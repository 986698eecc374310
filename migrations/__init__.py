"""Numbered migrations of both databases, one reason each. They never import the application's models, which move on without them."""
