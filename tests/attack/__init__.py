"""An independent attack on what the program writes: from METHODS, section 8, and the files alone."""
