"""The only SQL: models, engine, unit of work, and one repository per noun."""
