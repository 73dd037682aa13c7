"""A device with Eclipse paho, MQTT 3.1.1 or 5: paho_device.py VERSION TOPIC. Where, as whom and with which certificate, or by which signed
path over WebSocket, it connects is in the environment; prints JSON on the last line."""

import json
import os
import sys
from queue import Queue

from paho.mqtt import client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions

DEADLINE = 40
env = os.environ
version, topic = sys.argv[1:]
five = version == "5"
port = int(env["DEVICE_PORT"])
signed_path = env.get("DEVICE_WEBSOCKET_PATH")


def open_client(name):
    """A client whose loop runs; its queue gets what happens to it."""
    events = Queue()
    client = mqtt.Client(
        mqtt.CallbackAPIVersion.VERSION2,
        client_id=name,
        protocol=mqtt.MQTTv5 if five else mqtt.MQTTv311,
        transport="websockets" if signed_path else "tcp",
    )
    if signed_path:
        client.ws_set_options(path=signed_path)
        client.tls_set(env["THINGSMITH_ROOT_CA"])
    else:
        client.tls_set(env["THINGSMITH_ROOT_CA"], env["DEVICE_CERTIFICATE"], env["DEVICE_KEY"])
    client.on_connect = lambda _c, _u, flags, reason, properties: events.put(["connected", flags, reason, properties])
    client.on_subscribe = lambda _c, _u, _mid, reasons, _p: events.put(["subscribed", reasons])
    client.on_message = lambda _c, _u, message: events.put(["message", message])
    client.on_publish = lambda _c, _u, _mid, reason, _p: events.put(["published", reason])
    client.on_disconnect = lambda _c, _u, _flags, reason, _p: events.put(["disconnected", reason])
    client.connect("127.0.0.1", port, **({"clean_start": True} if five else {}))
    client.loop_start()
    return client, events


def take(events, kind):
    while True:
        event = events.get(timeout=DEADLINE)
        if event[0] == kind:
            return event


answer = {}
client, events = open_client(env["DEVICE_ID"])
_, _, reason, properties = take(events, "connected")
answer["connected"] = reason.value
if five:
    answer["limits"] = [properties.ReceiveMaximum, properties.TopicAliasMaximum, properties.MaximumQoS]
client.subscribe(topic, options=SubscribeOptions(qos=1)) if five else client.subscribe(topic, qos=1)
answer["granted"] = [one.value for one in take(events, "subscribed")[1]]

properties = None
if five:
    properties = Properties(PacketTypes.PUBLISH)
    properties.UserProperty = ("room", "3")
    properties.TopicAlias = 1
    properties.ContentType = "text/plain"
client.publish(topic, "one", qos=1, properties=properties)
message = take(events, "message")[1]
answer["heard"] = [message.payload.decode(), message.qos]
if five:
    answer["properties"] = [message.properties.UserProperty, message.properties.ContentType]
    alias = Properties(PacketTypes.PUBLISH)
    alias.TopicAlias = 1
    client.publish("", "two", qos=1, properties=alias)
    answer["aliased"] = take(events, "message")[1].topic

# Another client of the same id takes the session over.
other, others = open_client(env["DEVICE_ID"])
take(others, "connected")
reason = take(events, "disconnected")[1]
if five:
    answer["takenOver"] = reason.value
client.loop_stop()
other.disconnect()
take(others, "disconnected")
print(json.dumps(answer), flush=True)
os._exit(0)
