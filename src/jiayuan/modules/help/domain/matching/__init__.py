"""Between records and the engine that matches wishes with helpers: ``docs/engines/matching.md``."""
