"""`python -m bench.useful_run ITEMS`: fill a library and rank it; prints a line of JSON for each reader.

Works on the database that DATABASE_URL names; run by `python -m bench.useful`, in a process of its own.
"""

import json
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    costs = import_module("bench.useful_costs")  # its models want Django to be set up
    for figure in costs.measure(int(sys.argv[1])):
        print(json.dumps(figure))
