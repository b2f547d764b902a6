"""PDF files: text layers by geometry, pages without one by OCR."""
