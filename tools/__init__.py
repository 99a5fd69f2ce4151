"""What is run by hand: it renews files that are committed."""
