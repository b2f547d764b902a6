"""From a question to hits to a typed answer; never builds anything."""
