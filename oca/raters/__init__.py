"""How far the people who rated agree, how consistent their ratings are, and what few raters keep back."""
