"""Would the tests notice? Small faults are put into the logic of both languages, one at a time, and the tests run against each."""
