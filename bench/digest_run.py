"""`python -m bench.digest_run PEOPLE DAY`: one run over everybody's digests; prints one line of JSON.

Works on the database that DATABASE_URL names and sends to the server that EMAIL_URL names; run by
`python -m bench.digests`, in a process of its own.
"""

import json
import sys
from datetime import date
from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    costs = import_module("bench.digest_costs")  # its models want Django to be set up
    print(json.dumps(costs.measure(int(sys.argv[1]), date.fromisoformat(sys.argv[2]))))
