"""What dbt-copilot-python makes of a database's credentials: https://github.com/uktrade/platform-tools"""

import json
import os


def setup_database(environment_key, **extra_keys):
    found = json.loads(os.environ[environment_key])
    engine = found["engine"]
    return {
        "ENGINE": f"django.db.backends.{engine}",
        "NAME": found["dbname"],
        "USER": found["username"],
        "PASSWORD": found["password"],
        "HOST": found["host"],
        "PORT": found["port"],
        **extra_keys,
    }


def database_from_env(environment_key, **extra_keys):
    return {"default": setup_database(environment_key, **extra_keys)}


def database_url_from_env(environment_key):
    found = json.loads(os.environ[environment_key])
    user, place = f"{found['username']}:{found['password']}", f"{found['host']}:{found['port']}"
    return f"{found['engine']}://{user}@{place}/{found['dbname']}"
