"""The three planes by boto3: control plane, data and jobs. The endpoint is in the environment; prints JSON on the last line."""

import json

import boto3

iot = boto3.client("iot")
data = boto3.client("iot-data")
jobs = boto3.client("iot-jobs-data")
answer = {}

iot.create_thing_type(thingTypeName="Sensor", thingTypeProperties={"searchableAttributes": ["room"]})
thing = iot.create_thing(thingName="s-1", thingTypeName="Sensor", attributePayload={"attributes": {"room": "3"}})
for name in ("s-2", "s-3"):
    iot.create_thing(thingName=name)
pages = iot.get_paginator("list_things").paginate(PaginationConfig={"PageSize": 2})
answer["pages"] = [[one["thingName"] for one in page["things"]] for page in pages]

keys = iot.create_keys_and_certificate(setAsActive=True)
iot.attach_thing_principal(thingName="s-1", principal=keys["certificateArn"])
described = iot.describe_certificate(certificateId=keys["certificateId"])["certificateDescription"]
# A time has arrived as a number of seconds, or boto3 would have no year in it.
answer["certificate"] = [described["status"], described["creationDate"].year >= 2026]
answer["principals"] = iot.list_thing_principals(thingName="s-1")["principals"] == [keys["certificateArn"]]

try:
    iot.describe_thing(thingName="nobody")
except iot.exceptions.ResourceNotFoundException as error:
    answer["missing"] = error.response["Error"]["Code"]

update = data.update_thing_shadow(thingName="s-1", payload=json.dumps({"state": {"reported": {"t": 21.5}}}))
answer["version"] = json.load(update["payload"])["version"]
answer["shadow"] = json.load(data.get_thing_shadow(thingName="s-1")["payload"])["state"]
data.update_thing_shadow(thingName="s-1", shadowName="config", payload=b'{"state":{"desired":{"rate":5}}}')
answer["named"] = data.list_named_shadows_for_thing(thingName="s-1")["results"]
try:
    data.update_thing_shadow(thingName="s-1", payload=b'{"state":{},"version":9}')
except data.exceptions.ConflictException as error:
    answer["conflict"] = error.response["ResponseMetadata"]["HTTPStatusCode"]
data.publish(topic="plant/state", qos=1, retain=True, payload=b"on")
answer["retained"] = data.get_retained_message(topic="plant/state")["payload"].decode()

iot.create_job(jobId="update", targets=[thing["thingArn"]], document='{"to":2}')
answer["pending"] = [one["jobId"] for one in jobs.get_pending_job_executions(thingName="s-1")["queuedJobs"]]
started = jobs.start_next_pending_job_execution(thingName="s-1")["execution"]
answer["document"] = json.loads(started["jobDocument"])
jobs.update_job_execution(jobId="update", thingName="s-1", status="FAILED", statusDetails={"why": "space"})
execution = iot.describe_job_execution(jobId="update", thingName="s-1")["execution"]
answer["execution"] = [execution["status"], execution["statusDetails"]["detailsMap"]]

print(json.dumps(answer))
