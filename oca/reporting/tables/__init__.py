"""The tidy tables for analysts, with their labels and codebook."""
