"""Facts -> plain English. The only place with prose and with rounding for display."""
