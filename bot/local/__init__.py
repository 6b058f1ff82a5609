"""A Slack of one's own on this machine, to try the bot in and to test it against."""
