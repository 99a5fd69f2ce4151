"""Which organization attends which training, and when, under the limits of a programme."""
