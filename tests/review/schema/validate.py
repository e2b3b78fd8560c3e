"""Reads a JSON document {"schema": …, "texts": [TOML, …]} and prints one line a text: "valid", or what is wrong."""

import json
import sys
import tomllib

import jsonschema

asked = json.load(sys.stdin)
checker = jsonschema.validators.validator_for(asked["schema"])
checker.check_schema(asked["schema"])
validator = checker(asked["schema"])
for text in asked["texts"]:
    errors = sorted(validator.iter_errors(tomllib.loads(text)), key=lambda error: list(map(str, error.path)))
    print("; ".join(error.message.replace("\n", " ") for error in errors) or "valid")
