"""What the server tells of itself: logs, counters, gauges and spans."""
