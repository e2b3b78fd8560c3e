"""What cfenv reads of Cloud Foundry's variables: https://pypi.org/project/cfenv/"""

import json
import os

from gonogo import unknown


class Service:
    def __init__(self, env):
        self.env = env

    @property
    def credentials(self):
        return self.env.get("credentials", {})

    def __getattr__(self, name):
        return self.env.get(name)

    def get_url(self, host="host", port="port", **fields):
        return unknown("a URL of a Cloud Foundry service")


def number(name):
    text = os.getenv(name)
    return int(text) if text else None


class AppEnv:
    def __init__(self):
        self.app = json.loads(os.getenv("VCAP_APPLICATION", "{}"))
        found = json.loads(os.getenv("VCAP_SERVICES", "{}"))
        self.services = [Service(service) for services in found.values() for service in services]

    @property
    def name(self):
        return self.app.get("name")

    @property
    def space(self):
        return self.app.get("space_name")

    @property
    def bind(self):
        return self.app.get("host", "localhost")

    @property
    def uris(self):
        return self.app.get("uris", [])

    @property
    def index(self):
        return number("CF_INSTANCE_INDEX")

    @property
    def port(self):
        return number("PORT") or number("CF_INSTANCE_PORT") or number("VCAP_APP_PORT")

    def get_service(self, **keys):
        for service in self.services:
            if all(service.env.get(key) == value for key, value in keys.items()):
                return service
        return None

    def get_credential(self, key, default=None):
        for service in self.services:
            if key in service.credentials:
                return service.credentials[key]
        return os.getenv(key, default)
