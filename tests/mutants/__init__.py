"""Takes away every policy and every rule clause, one at a time: some test must notice. `make mutants` runs it.

Nothing is written to the source files: a clause is taken away in the memory of a forked process, a policy in a clone
of the test database.
"""
