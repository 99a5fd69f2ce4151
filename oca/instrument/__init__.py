"""What is asked, and how answers are to become scores."""
