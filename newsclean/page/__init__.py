"""Bytes to blocks: decompression, charset, document, limits, blocks, language."""
