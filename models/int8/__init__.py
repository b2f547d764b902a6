"""BERT encoders in 8-bit integers on ONNX Runtime: no torch, no transformers, ready in half a second."""
