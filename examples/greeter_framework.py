#!/usr/bin/env python3
"""A complete Mesos framework: runs GREETINGS short tasks, one offer at a time, and leaves the rest to others.

Usage: greeter_framework.py http://127.0.0.1:5050 [GREETINGS]. Speaks the v1 scheduler HTTP API with JSON.
"""
import http.client
import json
import sys
import urllib.parse

master = urllib.parse.urlparse(sys.argv[1])
wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 3
started, finished = 0, 0
headers = {"Content-Type": "application/json", "Accept": "application/json"}
framework = {"user": "root", "name": "greeter", "roles": ["*"], "capabilities": [{"type": "MULTI_ROLE"}]}
needs = {"cpus": 0.1, "mem": 32.0}


def call(body):
    """Sends one call on a connection of its own."""
    connection = http.client.HTTPConnection(master.hostname, master.port, timeout=10)
    body["framework_id"] = framework_id
    connection.request("POST", "/api/v1/scheduler", json.dumps(body), {**headers, "Mesos-Stream-Id": stream_id})
    answer = connection.getresponse()
    if answer.status != 202:
        sys.exit(f"{body['type']}: {answer.status} {answer.read().decode()}")
    connection.close()


def records(stream):
    """RecordIO: a decimal length, a line feed, that many bytes."""
    while length := stream.readline():
        yield json.loads(stream.read(int(length)))


def task(offer, number):
    role = offer["allocation_info"]
    resources = [{"name": n, "type": "SCALAR", "scalar": {"value": v}, "allocation_info": role} for n, v in needs.items()]
    return {"name": "greeting", "task_id": {"value": f"greeting-{number}"}, "agent_id": offer["agent_id"],
            "resources": resources, "command": {"shell": True, "value": f"echo greeting {number}"}}


stream = http.client.HTTPConnection(master.hostname, master.port)
stream.request("POST", "/api/v1/scheduler", json.dumps({"type": "SUBSCRIBE", "subscribe": {"framework_info": framework}}), headers)
response = stream.getresponse()
stream_id = response.getheader("Mesos-Stream-Id")
for event in records(response):
    if event["type"] == "SUBSCRIBED":
        framework_id = event["subscribed"]["framework_id"]
    elif event["type"] == "OFFERS":
        for offer in event["offers"]["offers"]:
            free = {r["name"]: r["scalar"]["value"] for r in offer["resources"] if "scalar" in r}
            fits = started < wanted and all(free.get(n, 0) >= v for n, v in needs.items())
            launch = [{"type": "LAUNCH", "launch": {"task_infos": [task(offer, started)]}}] if fits else []
            started += len(launch)
            call({"type": "ACCEPT", "accept": {"offer_ids": [offer["id"]], "operations": launch, "filters": {"refuse_seconds": 1.0}}})
    elif event["type"] == "UPDATE":
        status = event["update"]["status"]
        print(status["task_id"]["value"], status["state"], flush=True)
        if "uuid" in status:
            call({"type": "ACKNOWLEDGE", "acknowledge": {k: status[k] for k in ("agent_id", "task_id", "uuid")}})
        finished += status["state"] == "TASK_FINISHED"
        if finished == wanted:
            call({"type": "TEARDOWN"})
            break
