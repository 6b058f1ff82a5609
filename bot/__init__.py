"""healthgap in Slack: listeners, messages, schedule and delivery around the shared core."""
