"""From answers to scores: answers as arrays, rules, aggregation, and the way back from a score to its answers."""
