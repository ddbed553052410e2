"""Making a file anew from its content: what the child process does, and nothing that the server imports but `kinds`.

`tvaers.files.cleaning` starts it. It knows no settings, no database and no key.
"""
