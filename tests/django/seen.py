"""What `makemigrations --check --dry-run` says of each of the projects whose folders come in as a JSON list."""

import io
import json
import os
import sys


def judge(root):
    os.chdir(root)
    sys.path.insert(0, root)
    os.environ["DJANGO_SETTINGS_MODULE"] = "site_.settings"
    import django
    from django.core.management import call_command
    from django.core.management.base import CommandError

    django.setup()
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, interactive=False, stdout=out, stderr=err)
    except SystemExit as stop:
        return {"change": stop.code == 1, "text": out.getvalue() + err.getvalue()}
    except CommandError as error:
        return {"change": None, "text": str(error)}
    return {"change": False, "text": out.getvalue()}


def child(root, pipe):
    try:
        found = judge(root)
    except Exception as error:  # noqa: BLE001
        found = {"change": None, "text": repr(error)}
    with os.fdopen(pipe, "w") as stream:
        json.dump(found, stream)
    os._exit(0)


seen = []
for root in json.load(sys.stdin):
    read, write = os.pipe()
    if os.fork() == 0:
        os.close(read)
        child(root, write)
    os.close(write)
    with os.fdopen(read) as stream:
        seen.append(json.load(stream))
    os.wait()
json.dump(seen, sys.stdout)
