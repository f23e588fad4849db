"""What the pages show, read from the database: functions over a connection that know nothing of the web."""
