"""Chatbots: the shapes of OpenAI and Dify over the same answers, and their wording."""
