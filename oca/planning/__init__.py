"""From scores to plans: needs, strengths, proposed actions, and what became of them."""
