"""Legal review in Word: what goes out, what comes back, and who approved which text."""
