"""What programs do with matters, for the JSON API and the command line: the pages' own forms, rules and actions."""
