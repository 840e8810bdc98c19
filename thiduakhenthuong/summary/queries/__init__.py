"""Reading for today's work (`work`) and for the leaders' page (`awards`)."""
