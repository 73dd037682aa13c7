"""A device with AWS's device SDK for Python, version 2: device_sdk.py TASK [ARGUMENTS]. Where, as whom and with which certificate it
connects is in the environment; prints JSON on the last line."""

import json
import os
import sys
from concurrent.futures import Future

from awscrt import mqtt, mqtt5, mqtt_request_response
from awsiot import iotidentity, mqtt5_client_builder, mqtt_connection_builder

DEADLINE = 40
env = os.environ
where = {
    "endpoint": "localhost",
    "port": int(env["DEVICE_PORT"]),
    "cert_filepath": env["DEVICE_CERTIFICATE"],
    "pri_key_filepath": env["DEVICE_KEY"],
    "ca_filepath": env["THINGSMITH_ROOT_CA"],
    "client_id": env["DEVICE_ID"],
}


def connect():
    connection = mqtt_connection_builder.mtls_from_path(clean_session=True, keep_alive_secs=60, **where)
    connection.connect().result(DEADLINE)
    return connection


def echo(topic):
    connection = connect()
    heard = Future()
    subscribed, _ = connection.subscribe(
        topic=topic, qos=mqtt.QoS.AT_LEAST_ONCE, callback=lambda topic, payload, **_: heard.set_result(payload.decode())
    )
    granted = subscribed.result(DEADLINE)["qos"]
    published, _ = connection.publish(topic=topic, payload="hello", qos=mqtt.QoS.AT_LEAST_ONCE)
    published.result(DEADLINE)
    answer = {"granted": int(granted), "heard": heard.result(DEADLINE)}
    connection.disconnect().result(DEADLINE)
    return answer


def echo5(topic):
    connected, heard, stopped = Future(), Future(), Future()
    client = mqtt5_client_builder.mtls_from_path(
        on_lifecycle_connection_success=lambda data: connected.set_result(data.connack_packet),
        on_lifecycle_connection_failure=lambda data: connected.set_exception(data.exception),
        on_lifecycle_stopped=lambda data: stopped.set_result(True),
        on_publish_received=lambda data: heard.set_result(data.publish_packet),
        **where,
    )
    client.start()
    connected.result(DEADLINE)
    subscription = mqtt5.Subscription(topic_filter=topic, qos=mqtt5.QoS.AT_LEAST_ONCE)
    client.subscribe(mqtt5.SubscribePacket(subscriptions=[subscription])).result(DEADLINE)
    properties = [mqtt5.UserProperty(name="room", value="3")]
    packet = mqtt5.PublishPacket(
        topic=topic,
        payload="hello",
        qos=mqtt5.QoS.AT_LEAST_ONCE,
        user_properties=properties,
        response_topic="answers",
        correlation_data=b"17",
    )
    client.publish(packet).result(DEADLINE)
    got = heard.result(DEADLINE)
    client.stop()
    stopped.result(DEADLINE)
    return {
        "heard": got.payload.decode(),
        "properties": {one.name: one.value for one in got.user_properties},
        "response": [got.response_topic, got.correlation_data_bytes.decode()],
    }


def provision(template_name, serial_number, csr_path):
    connection = connect()
    options = mqtt_request_response.ClientOptions(
        max_request_response_subscriptions=6, max_streaming_subscriptions=0, operation_timeout_in_seconds=DEADLINE
    )
    identity = iotidentity.IotIdentityClientV2(connection, options)
    with open(csr_path, encoding="ascii") as file:
        request = iotidentity.CreateCertificateFromCsrRequest(certificate_signing_request=file.read())
    made = identity.create_certificate_from_csr(request).result(DEADLINE)
    thing = identity.register_thing(
        iotidentity.RegisterThingRequest(
            template_name=template_name,
            certificate_ownership_token=made.certificate_ownership_token,
            parameters={"SerialNumber": serial_number},
        )
    ).result(DEADLINE)
    connection.disconnect().result(DEADLINE)
    return {"certificateId": made.certificate_id, "thingName": thing.thing_name}


answer = {"echo": echo, "echo5": echo5, "provision": provision}[sys.argv[1]](*sys.argv[2:])
print(json.dumps(answer), flush=True)
# The SDK's threads outlive what they were for.
os._exit(0)
