"""The geometry of charts; the templates draw them."""
