"""A device with AWS's device SDK for Python, version 1: device_sdk_v1.py THING. Prints JSON on the last line."""

import json
import os
import sys
from queue import Queue

from AWSIoTPythonSDK.MQTTLib import AWSIoTMQTTShadowClient

DEADLINE = 40
env = os.environ
thing = sys.argv[1]

shadows = AWSIoTMQTTShadowClient(env["DEVICE_ID"])
shadows.configureEndpoint("localhost", int(env["DEVICE_PORT"]))
client = shadows.getMQTTConnection()
# It asks for ALPN by itself on port 443 alone, which is not the tests' to have.
client._mqtt_core.configure_alpn_protocols()
client.configureCredentials(env["THINGSMITH_ROOT_CA"], env["DEVICE_KEY"], env["DEVICE_CERTIFICATE"])
client.configureConnectDisconnectTimeout(DEADLINE)
client.configureMQTTOperationTimeout(DEADLINE)
client.connect()

heard = Queue()
client.subscribe("v1/echo", 1, lambda _client, _data, message: heard.put(message.payload.decode()))
client.publish("v1/echo", "hello", 1)
answer = {"heard": heard.get(timeout=DEADLINE)}

shadow = shadows.createShadowHandlerWithName(thing, True)
replies, deltas = Queue(), Queue()
hear = lambda payload, status, token: replies.put([status, json.loads(payload)])
shadow.shadowRegisterDeltaCallback(lambda payload, status, token: deltas.put(json.loads(payload)["state"]))
# Of a version that its own update was accepted with it hears no delta: this one it makes as somebody else would.
client.publish(f"$aws/things/{thing}/shadow/update", json.dumps({"state": {"desired": {"light": "on"}}}), 1)
answer["delta"] = deltas.get(timeout=DEADLINE)
shadow.shadowUpdate(json.dumps({"state": {"reported": {"light": "off"}}}), hear, DEADLINE)
answer["updated"] = replies.get(timeout=DEADLINE)[0]
shadow.shadowGet(hear, DEADLINE)
status, document = replies.get(timeout=DEADLINE)
answer["got"] = [status, document["state"]["reported"]]
shadow.shadowDelete(hear, DEADLINE)
answer["deleted"] = replies.get(timeout=DEADLINE)[0]
client.disconnect()
print(json.dumps(answer))
