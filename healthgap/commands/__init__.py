"""The commands of `healthgap`, by what they are for. Each parses its arguments, calls the service, and prints."""
