"""The rounds of a day: what is due, the question to the engine, last week's rounds, the plan, and accepting it."""
