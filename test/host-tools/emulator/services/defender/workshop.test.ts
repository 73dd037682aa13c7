import assert from "node:assert/strict";
import { decode, encode } from "cborg";
import { defaultScope } from "../../../../../host-tools/emulator/arn.js";
import { accountCaller } from "../../../../../host-tools/emulator/http/caller.js";
import { Members } from "../../../../../host-tools/emulator/http/members.js";
import { Query } from "../../../../../host-tools/emulator/http/query.js";
import { allow, createDevice, type EmulatorParts, startEmulatorParts } from "../../../../support/emulator-parts.js";
import { connectClient, type TestClient } from "../../../../support/mqtt.js";

const own = "${iot:Connection.Thing.ThingName}";
const isAttached = { Bool: { "iot:Connection.Thing.IsAttached": "true" } };
const sensorPolicy = [
	{ ...allow("iot:Connect", `client/${own}`), Condition: isAttached },
	allow("iot:Publish", `topic/sensors/${own}`, `topic/$aws/things/${own}/defender/metrics/*`),
	allow("iot:Subscribe", `topicfilter/$aws/things/${own}/defender/metrics/*`),
	allow("iot:Receive", `topic/$aws/things/${own}/defender/metrics/*`),
];

/** The security workshop: real devices on real TLS, and the operations as HTTP would call them. */
describe("the security workshop", () => {
	let parts: EmulatorParts;
	const clients: TestClient[] = [];
	beforeEach(async () => {
		parts = await startEmulatorParts();
	});
	afterEach(async () => {
		for (const client of clients.splice(0)) client.mqtt.end(true);
		await parts.close();
	});
	// biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect in it
	const call = async (name: string, body: object = {}, path: Record<string, string> = {}, query = ""): Promise<any> => {
		const operation = parts.backend.operations.find((one) => one.name === name);
		assert.ok(operation, name);
		return operation.handle({
			operation: name,
			scope: defaultScope,
			caller: accountCaller,
			path: (segment) => path[segment] ?? "",
			query: new Query(query),
			headers: {},
			body: () => new Members(body),
			payload: Buffer.alloc(0),
			form: () => new URLSearchParams(),
		});
	};
	const audit = async (...checks: string[]) => {
		const auditCheckConfigurations = Object.fromEntries(checks.map((check) => [check, { enabled: true }]));
		const roleArn = "arn:aws:iam::000000000000:role/audit";
		await call("UpdateAccountAuditConfiguration", { roleArn, auditCheckConfigurations });
		const { taskId } = await call("StartOnDemandAuditTask", { targetCheckNames: checks });
		const ended = new Promise<void>((resolve) => {
			const unfollow = parts.registry.changes.onChange(({ kind, name }) => {
				if (kind !== "audit" || name !== taskId) return;
				unfollow();
				resolve();
			});
		});
		await ended;
		return (await call("ListAuditFindings", { taskId })).findings;
	};
	const connect = async (device: Parameters<typeof connectClient>[1], clientId: string) => {
		const client = await connectClient(parts, device, { clientId });
		clients.push(client);
		return client;
	};
	const twoSensors = async (statements: readonly object[]) => {
		const device = await createDevice(parts, statements);
		for (const name of ["sensor1", "sensor2"]) {
			parts.registry.things.createThing(name);
			parts.registry.things.attachThingPrincipal(name, device.certificateArn);
		}
		const [one, two] = [await connect(device, "sensor1"), await connect(device, "sensor2")];
		await one.publish("sensors/sensor1", "21");
		await two.publish("sensors/sensor2", "22");
		return { device, one };
	};
	const checks = [
		"DEVICE_CERTIFICATE_SHARED_CHECK",
		"IOT_POLICY_OVERLY_PERMISSIVE_CHECK",
		"IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK",
		"DEVICE_CERTIFICATE_EXPIRING_CHECK",
		"DEVICE_CERTIFICATE_KEY_QUALITY_CHECK",
		"CONFLICTING_CLIENT_IDS_CHECK",
	];

	it("finds that two sensors have one certificate, and nothing else", async () => {
		const { device } = await twoSensors(sensorPolicy);
		const findings = await audit(...checks);
		assert.deepEqual(
			findings.map((finding: { checkName: string }) => finding.checkName),
			["DEVICE_CERTIFICATE_SHARED_CHECK"],
		);
		const [{ nonCompliantResource, relatedResources, severity }] = findings;
		assert.equal(severity, "CRITICAL");
		assert.deepEqual(nonCompliantResource.resourceIdentifier, { deviceCertificateId: device.certificateId });
		assert.deepEqual(
			relatedResources.map((one: { resourceIdentifier: object }) => one.resourceIdentifier),
			[{ clientId: "sensor2" }, { clientId: "sensor1" }],
		);
	});

	it("finds the policy, too, where it lets devices do anything; mitigation cuts them off", async () => {
		const { device, one } = await twoSensors([{ Effect: "Allow", Action: "iot:*", Resource: "*" }]);
		const findings = await audit(...checks);
		assert.deepEqual(findings.map((finding: { checkName: string }) => finding.checkName).sort(), [
			"DEVICE_CERTIFICATE_SHARED_CHECK",
			"IOT_POLICY_OVERLY_PERMISSIVE_CHECK",
		]);
		const actionParams = { updateDeviceCertificateParams: { action: "DEACTIVATE" } };
		const roleArn = "arn:aws:iam::000000000000:role/mitigate";
		await call("CreateMitigationAction", { roleArn, actionParams }, { actionName: "deactivate" });
		const shared = findings.find((finding: { checkName: string }) => /SHARED/.test(finding.checkName));
		const task = {
			target: { findingIds: [shared.findingId] },
			auditCheckToActionsMapping: { DEVICE_CERTIFICATE_SHARED_CHECK: ["deactivate"] },
		};
		await call("StartAuditMitigationActionsTask", task, { taskId: "m" });
		await one.closed();
		assert.equal(parts.registry.certificates.describeCertificate(device.certificateId).status, "INACTIVE");
	});

	it("takes devices' reports, in JSON and in CBOR, once in five minutes", async () => {
		const { one } = await twoSensors(sensorPolicy);
		const report = {
			header: { report_id: 1, version: "1.0" },
			metrics: { listening_tcp_ports: { ports: [{ port: 22 }], total: 1 } },
		};
		const behavior = {
			name: "ports",
			metric: "aws:listening-tcp-ports",
			criteria: { comparisonOperator: "in-port-set", value: { ports: [443] } },
		};
		await call("CreateSecurityProfile", { behaviors: [behavior] }, { securityProfileName: "p" });
		const target = encodeURIComponent("arn:aws:iot:us-east-1:000000000000:all/registered-things");
		const query = `securityProfileTargetArn=${target}`;
		await call("AttachSecurityProfile", {}, { securityProfileName: "p" }, query);
		const topic = "$aws/things/sensor1/defender/metrics";
		await one.subscribe(`${topic}/json/accepted`, `${topic}/json/rejected`, `${topic}/cbor/accepted`);
		const answer = async (format: "json" | "cbor", body: string | Buffer) => {
			await one.publish(`${topic}/${format}`, body);
			const message = await one.next("the answer to the report");
			const read = format === "json" ? JSON.parse(message.payload.toString()) : decode(message.payload);
			return { topic: message.topic, ...read };
		};
		const accepted = await answer("json", JSON.stringify(report));
		assert.equal(accepted.topic, `${topic}/json/accepted`);
		assert.deepEqual([accepted.thingName, accepted.reportId, accepted.status], ["sensor1", 1, "ACCEPTED"]);
		assert.equal((await call("ListActiveViolations")).activeViolations[0].thingName, "sensor1");
		const throttled = await answer("json", JSON.stringify(report));
		assert.deepEqual([throttled.status, throttled.statusDetails.ErrorCode], ["REJECTED", "Throttled"]);
		parts.clock.advance(300_000);
		const broken = await answer("json", "{");
		assert.deepEqual([broken.topic, broken.statusDetails.ErrorCode], [`${topic}/json/rejected`, "InvalidPayload"]);
		const empty = { ...report, metrics: { listening_tcp_ports: { ports: [], total: 0 } } };
		const second = await answer("cbor", Buffer.from(encode(empty)));
		assert.deepEqual([second.topic, second.status], [`${topic}/cbor/accepted`, "ACCEPTED"]);
		assert.deepEqual((await call("ListActiveViolations")).activeViolations, []);
	});
});
