import assert from "node:assert/strict";
import {
	DeleteV2LoggingLevelCommand,
	GetLoggingOptionsCommand,
	GetV2LoggingOptionsCommand,
	ListV2LoggingLevelsCommand,
	SetLoggingOptionsCommand,
	SetV2LoggingLevelCommand,
	SetV2LoggingOptionsCommand,
} from "@aws-sdk/client-iot";
import { ConnectionHub } from "../../../../../host-tools/emulator/broker/connections.js";
import { loggingService } from "../../../../../host-tools/emulator/services/logging/logging-service.js";
import { fakeConnection } from "../../../../fakes/fake-connection.js";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";

const roleArn = "arn:aws:iam::000000000000:role/logging";
const device = fakeConnection({ clientId: "d", certificateId: "a".repeat(64), principal: "a".repeat(64) });

describe("logging", () => {
	let plane: TestControlPlane;
	let connections: ConnectionHub;
	beforeEach(async () => {
		connections = new ConnectionHub();
		plane = await TestControlPlane.start({ services: [(parts) => loggingService({ ...parts, connections })] });
	});
	afterEach(() => plane.close());
	const log = async (query = "") => (await plane.raw("GET", `/_thingsmith/log${query}`)).json.entries;
	const events = async (query?: string) => (await log(query)).map((entry: { eventType: string }) => entry.eventType);
	const useDevice = () => {
		connections.report((listener) => listener.connected?.(device));
		connections.report((listener) => listener.subscribed?.(device, ["a/#"]));
		connections.report((listener) => listener.published?.({ topic: "a/b", payload: Buffer.from("1"), clientId: "d" }));
		const reason = "The policy does not allow it";
		plane.journal.add({ plane: "publish", code: "policy-denied", reason, clientId: "d", target: "x" });
		connections.report((listener) => listener.disconnected?.(device, "FORBIDDEN_ACCESS"));
	};
	const set = (input: object) => plane.iot.send(new SetV2LoggingOptionsCommand(input));

	it("writes nothing before it is configured, and says so", async () => {
		useDevice();
		assert.deepEqual(await log(), []);
		const unconfigured = awsException("NotConfiguredException", 404);
		await assert.rejects(plane.iot.send(new GetV2LoggingOptionsCommand({})), unconfigured);
		await assert.rejects(plane.iot.send(new ListV2LoggingLevelsCommand({})), unconfigured);
		const logTarget = { targetType: "CLIENT_ID", targetName: "d" } as const;
		await assert.rejects(plane.iot.send(new SetV2LoggingLevelCommand({ logTarget, logLevel: "INFO" })), unconfigured);
		await assert.rejects(set({ defaultLogLevel: "INFO" }), awsException("InvalidRequestException", 400, /roleArn/));
		await assert.rejects(
			set({ roleArn, defaultLogLevel: "LOUD" }),
			awsException("InvalidRequestException", 400, /DEBUG, INFO/),
		);
		assert.equal((await plane.iot.send(new GetLoggingOptionsCommand({}))).roleArn, undefined);
	});

	it("writes AWS's entries from the account's level on", async () => {
		await set({ roleArn, defaultLogLevel: "INFO" });
		useDevice();
		const [connect, subscribe, publish, denied, disconnect] = await log();
		const { timestamp, traceId, ...rest } = connect;
		assert.match(timestamp, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/);
		assert.match(traceId, /^[0-9a-f-]{36}$/);
		assert.deepEqual(rest, {
			logLevel: "INFO",
			accountId: "000000000000",
			status: "Success",
			eventType: "Connect",
			protocol: "MQTT",
			clientId: "d",
			principalId: device.principal,
			sourceIp: "127.0.0.1",
		});
		assert.deepEqual([subscribe.eventType, subscribe.topicName], ["Subscribe", "a/#"]);
		assert.deepEqual([publish.eventType, publish.topicName], ["Publish-In", "a/b"]);
		assert.deepEqual([denied.logLevel, denied.status, denied.reason], ["ERROR", "Failure", "AUTHORIZATION_FAILURE"]);
		assert.equal(disconnect.disconnectReason, "FORBIDDEN_ACCESS");
		assert.deepEqual(await events("?level=ERROR"), ["Publish-In"]);
		assert.deepEqual(await events("?clientId=other"), []);
		assert.deepEqual(await events("?eventType=Connect&since=2020-01-01T00:00:00Z"), ["Connect"]);
		assert.equal((await plane.raw("GET", "/_thingsmith/log?since=yesterday")).status, 400);
		await set({ disableAllLogs: true });
		useDevice();
		assert.equal((await log()).length, 5);
	});

	it("has levels of targets of their own", async () => {
		await set({ roleArn, defaultLogLevel: "DISABLED" });
		const logTarget = { targetType: "CLIENT_ID", targetName: "d" } as const;
		await plane.iot.send(new SetV2LoggingLevelCommand({ logTarget, logLevel: "ERROR" }));
		useDevice();
		assert.deepEqual(await events(), ["Publish-In"]);
		const list = async (query = {}) =>
			(await plane.iot.send(new ListV2LoggingLevelsCommand(query))).logTargetConfigurations;
		assert.deepEqual(await list(), [
			{ logTarget: { targetType: "DEFAULT" }, logLevel: "DISABLED" },
			{ logTarget, logLevel: "ERROR" },
		]);
		assert.equal((await list({ targetType: "THING_GROUP" }))?.length, 0);
		await plane.iot.send(new DeleteV2LoggingLevelCommand(logTarget));
		assert.equal((await list())?.length, 1);
		const eventConfigurations = [{ eventType: "Connect", logLevel: "INFO", logDestination: "my-group" }] as const;
		await set({ eventConfigurations });
		useDevice();
		assert.deepEqual(await events(), ["Publish-In", "Connect"]);
		const verbose = await plane.iot.send(new GetV2LoggingOptionsCommand({ verbose: true }));
		assert.deepEqual(verbose.eventConfigurations, eventConfigurations);
	});

	it("takes the first version's options while there are none of the second", async () => {
		const loggingOptionsPayload = { roleArn, logLevel: "ERROR" } as const;
		await plane.iot.send(new SetLoggingOptionsCommand({ loggingOptionsPayload }));
		assert.equal((await plane.iot.send(new GetLoggingOptionsCommand({}))).logLevel, "ERROR");
		useDevice();
		assert.deepEqual(await events(), ["Publish-In"]);
	});
});
