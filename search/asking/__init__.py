"""What a question asks for: the form it asks in, the type and the shape of the answer."""
