"""What the programme gives beside the assessment: trainings, trainers, assistance, campaigns, coalitions, plans."""
