import assert from "node:assert/strict";
import { DescribeEndpointCommand } from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";

describe("Control plane: DescribeEndpoint", () => {
	let plane: TestControlPlane;
	afterEach(() => plane.close());

	const ask = async (endpointType?: string) =>
		(await plane.iot.send(new DescribeEndpointCommand({ endpointType }))).endpointAddress;

	it("answers the bare host on the standard port, as AWS does", async () => {
		plane = await TestControlPlane.start({ mqttHost: "localhost", mqttPort: 8883 });
		assert.equal(await ask("iot:Data-ATS"), "localhost");
		assert.equal(await ask(), "localhost");
	});

	it("adds another port, which clients could not guess", async () => {
		plane = await TestControlPlane.start({ mqttHost: "127.0.0.1", mqttPort: 40123 });
		assert.equal(await ask("iot:Data-ATS"), "127.0.0.1:40123");
	});

	it("brackets an IPv6 address before a port", async () => {
		plane = await TestControlPlane.start({ mqttHost: "::1", mqttPort: 40123 });
		assert.equal(await ask("iot:Data-ATS"), "[::1]:40123");
	});

	it("answers a name of its own that it was asked by, and else what devices are told", async () => {
		plane = await TestControlPlane.start({
			host: "0.0.0.0",
			mqttHost: "192.168.1.5",
			mqttPort: 40123,
			otherHosts: ["emulator", "192.168.1.5", "2001:db8::5"],
		});
		for (const [host, expected] of [
			["emulator:4566", "emulator:40123"],
			["[2001:db8::5]:4566", "[2001:db8::5]:40123"],
			["127.0.0.1:4566", "192.168.1.5:40123"],
			["localhost", "192.168.1.5:40123"],
			["10.9.9.9:4566", "192.168.1.5:40123"],
		] as const) {
			const { json } = await plane.signed("GET", "/endpoint?endpointType=iot:Data-ATS", { headers: { host } });
			assert.equal(json.endpointAddress, expected);
		}
	});

	it("answers where HTTPS is, for credentials: bare on 443, and where there is none", async () => {
		for (const [httpsPort, expected] of [
			[443, "localhost"],
			[undefined, "localhost"],
			[8443, "localhost:8443"],
		] as const) {
			plane = await TestControlPlane.start({ mqttHost: "localhost", httpsPort });
			assert.equal(await ask("iot:CredentialProvider"), expected);
			await plane.close();
		}
		plane = await TestControlPlane.start();
	});

	it("refuses the types that AWS has retired, unless it is told to answer them", async () => {
		plane = await TestControlPlane.start();
		const retired = awsException("InvalidRequestException", 400, /no longer supported: ask for iot:Data-ATS/);
		for (const endpointType of ["iot:Data", "iot:Jobs"]) await assert.rejects(ask(endpointType), retired);
		await plane.close();
		plane = await TestControlPlane.start({ httpsPort: 8443, behaviour: { retiredEndpoints: "answer" } });
		assert.equal(await ask("iot:Data"), "127.0.0.1");
		assert.equal(await ask("iot:Jobs"), "127.0.0.1:8443");
	});

	it("refuses other types, naming those that are there", async () => {
		plane = await TestControlPlane.start();
		const unknown = awsException("InvalidRequestException", 400, /"nonsense" not recognized: .* iot:Data-ATS/);
		await assert.rejects(ask("nonsense"), unknown);
	});
});
