// A device with AWS's device SDK for JavaScript: device-sdk.mjs VERSION TRANSPORT TASK [ARGUMENTS]. Where, as whom and with which
// certificate it connects is in the environment; the answer is JSON on the last line.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.env.THINGSMITH_NODE_CLIENTS}/`);
const { auth, iot, iotidentity, iotjobs, iotshadow, mqtt, mqtt5 } = require("aws-iot-device-sdk-v2");
const [, , version, transport, task, ...args] = process.argv;
const { DEVICE_CERTIFICATE, DEVICE_KEY, DEVICE_ID, THINGSMITH_ROOT_CA } = process.env;
const host = "localhost";
const port = Number(process.env.DEVICE_PORT);
const region = process.env.AWS_REGION;
const qos = 1;

const credentials = () =>
	auth.AwsCredentialsProvider.newStatic(process.env.AWS_ACCESS_KEY_ID, process.env.AWS_SECRET_ACCESS_KEY);

function deferred() {
	const one = {};
	one.promise = new Promise((resolve, reject) => Object.assign(one, { resolve, reject }));
	return one;
}

/** What a custom authorizer is told: the token, and who signed it. */
const custom = JSON.parse(process.env.DEVICE_CUSTOM ?? "null");

function builderThree() {
	const { AwsIotMqttConnectionConfigBuilder: Builder } = iot;
	if (transport === "websocket") return Builder.new_with_websockets({ region, credentials_provider: credentials() });
	if (custom === null) return Builder.new_mtls_builder_from_path(DEVICE_CERTIFICATE, DEVICE_KEY);
	const builder = transport === "custom" ? Builder.new_default_builder() : Builder.new_builder_for_websocket();
	const { username, authorizerName, tokenSignature, password, tokenKeyName, tokenValue } = custom;
	return builder.with_custom_authorizer(username, authorizerName, tokenSignature, password, tokenKeyName, tokenValue);
}

/** MQTT 3.1.1 */
async function connectThree() {
	const config = builderThree()
		.with_certificate_authority_from_path(undefined, THINGSMITH_ROOT_CA)
		.with_endpoint(host)
		.with_port(port)
		.with_client_id(DEVICE_ID)
		.with_clean_session(true)
		.build();
	const connection = new mqtt.MqttClient().new_connection(config);
	// An error that is heard nowhere else ends Node.
	connection.on("error", () => {});
	await connection.connect();
	return {
		service: (Client) => Client.newFromMqtt311(connection, limits),
		subscribe: async (topic, hear) => {
			const { error_code } = await connection.subscribe(topic, qos, (_, payload) =>
				hear(Buffer.from(payload).toString()),
			);
			if (error_code) throw new Error(`SUBACK ${error_code}`);
		},
		publish: (topic, text) => connection.publish(topic, text, qos),
		stop: () => connection.disconnect(),
	};
}

function builderFive() {
	const { AwsIotMqtt5ClientConfigBuilder: Builder } = iot;
	if (transport === "websocket") {
		return Builder.newWebsocketMqttBuilderWithSigv4Auth(host, { region, credentialsProvider: credentials() });
	}
	if (custom === null) return Builder.newDirectMqttBuilderWithMtlsFromPath(host, DEVICE_CERTIFICATE, DEVICE_KEY);
	return transport === "custom"
		? Builder.newDirectMqttBuilderWithCustomAuth(host, custom)
		: Builder.newWebsocketMqttBuilderWithCustomAuth(host, custom);
}

async function connectFive() {
	const config = builderFive()
		.withCertificateAuthorityFromPath(undefined, THINGSMITH_ROOT_CA)
		.withPort(port)
		.withConnectProperties({ keepAliveIntervalSeconds: 60, clientId: DEVICE_ID })
		.build();
	const client = new mqtt5.Mqtt5Client(config);
	const connected = deferred();
	client.on("error", connected.reject);
	client.on("connectionSuccess", connected.resolve);
	client.on("connectionFailure", ({ error, connack }) =>
		connected.reject(new Error(`${error} ${JSON.stringify(connack ?? {})}`)),
	);
	client.start();
	await connected.promise;
	return {
		service: (Client) => Client.newFromMqtt5(client, limits),
		subscribe: async (topicFilter, hear) => {
			client.on("messageReceived", ({ message }) => hear(Buffer.from(message.payload).toString()));
			const { reasonCodes } = await client.subscribe({ subscriptions: [{ topicFilter, qos }] });
			if (reasonCodes.some((code) => code > 2)) throw new Error(`SUBACK ${reasonCodes}`);
		},
		publish: async (topicName, payload) => {
			const { reasonCode } = await client.publish({ topicName, payload, qos });
			if (reasonCode >= 128) throw new Error(`PUBACK ${reasonCode}`);
		},
		stop: async () => {
			const stopped = deferred();
			client.on("stopped", stopped.resolve);
			client.stop();
			await stopped.promise;
			client.close();
		},
	};
}

const limits = { maxRequestResponseSubscriptions: 8, maxStreamingSubscriptions: 4, operationTimeoutInSeconds: 40 };

/** Opens a stream of events; resolves, once it is established, with a function that waits for the next event. */
async function listen(stream) {
	const events = [];
	const established = deferred();
	let wake = () => {};
	stream.on("subscriptionStatus", ({ type, error }) => {
		if (type === 0) established.resolve();
		else established.reject(error ?? new Error(`subscription status ${type}`));
	});
	stream.on("incomingPublish", (event) => {
		events.push(event.message);
		wake();
	});
	stream.open();
	await established.promise;
	return async () => {
		while (events.length === 0) await new Promise((resolve) => (wake = resolve));
		return events.shift();
	};
}

const tasks = {
	async echo(device, topic) {
		const heard = deferred();
		await device.subscribe(topic, heard.resolve);
		await device.publish(topic, "hello");
		return { heard: await heard.promise };
	},

	/** With the path of a CSR, or without for keys that AWS makes. */
	async provision(device, templateName, serialNumber, csrPath) {
		const identity = device.service(iotidentity.IotIdentityClientv2);
		const made = csrPath
			? await identity.createCertificateFromCsr({ certificateSigningRequest: readFileSync(csrPath, "utf8") })
			: await identity.createKeysAndCertificate({});
		const { certificateOwnershipToken, certificateId, certificatePem, privateKey } = made;
		const parameters = { SerialNumber: serialNumber };
		const { thingName } = await identity.registerThing({ templateName, certificateOwnershipToken, parameters });
		const again = identity.registerThing({ templateName, certificateOwnershipToken: "x", parameters });
		const refused = await again.catch(({ modeledError }) => modeledError);
		identity.close();
		return { certificateId, certificatePem, privateKey, thingName, refused };
	},

	async shadow(device, thingName) {
		const shadows = device.service(iotshadow.IotShadowClientv2);
		const nextDelta = await listen(shadows.createShadowDeltaUpdatedStream({ thingName }));
		const state = { desired: { light: "on" }, reported: { light: "off" } };
		const updated = await shadows.updateShadow({ thingName, state });
		const delta = await nextDelta();
		const got = await shadows.getShadow({ thingName });
		const conflict = await shadows
			.updateShadow({ thingName, state, version: 7 })
			.catch(({ modeledError }) => modeledError.code);
		await shadows.deleteShadow({ thingName });
		shadows.close();
		return { updated: updated.version, delta: delta.state, got: got.state, conflict };
	},

	/** Does the two jobs that wait. */
	async jobs(device, thingName) {
		const jobs = device.service(iotjobs.IotJobsClientv2);
		const nextJob = await listen(jobs.createNextJobExecutionChangedStream({ thingName }));
		const done = [];
		const notified = [];
		for (let count = 0; count < 2; count += 1) {
			const { execution } = await jobs.startNextPendingJobExecution({ thingName });
			await jobs.updateJobExecution({ thingName, jobId: execution.jobId, status: "SUCCEEDED" });
			done.push({ jobId: execution.jobId, document: execution.jobDocument });
			notified.push((await nextJob()).execution?.jobId ?? null);
		}
		jobs.close();
		return { done, notified };
	},
};

const device = await (version === "5" ? connectFive() : connectThree());
const answer = await tasks[task](device, ...args);
await device.stop();
// The SDK's threads outlive what they were for.
process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit(0));
