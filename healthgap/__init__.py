"""Health-inequality gaps: from published figures to answers, summaries and charts.

The shared core. It knows nothing of Slack, of the schedule, or of the clock.
"""
