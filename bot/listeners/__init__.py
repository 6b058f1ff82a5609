"""What people do in Slack, one module per kind of thing; each acknowledges at once and works afterwards."""
