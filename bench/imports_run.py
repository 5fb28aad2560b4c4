"""`python -m bench.imports_run NOES EACH`: record noes in a batch; prints a line of JSON.

Works on the database that DATABASE_URL names; run by `python -m bench.imports`, in a process of its own.
"""

import json
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    costs = import_module("bench.imports_costs")  # its models want Django to be set up
    print(json.dumps(costs.measure(int(sys.argv[1]), int(sys.argv[2]))))
