"""The password hash: Argon2id with the parameters that OWASP's Password Storage Cheat Sheet names first.

19 MiB of memory, two passes, one lane: about 20 ms on one core, so that a school's morning of sign-ins passes and
a stolen table still costs an attacker 19 MiB and 20 ms for every guess. argon2 releases the interpreter's lock, so
threads hash in parallel.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class OwaspArgon2(Argon2PasswordHasher):
    """Memory in KiB. Stored hashes name their own parameters; older ones are renewed at the next sign-in."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1
