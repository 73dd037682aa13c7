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
		assert.equal(await ask("iot:Data"), "localhost");
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

	it("refuses other types, naming those that are there", async () => {
		plane = await TestControlPlane.start();
		assert.equal(await ask("iot:CredentialProvider"), "127.0.0.1");
		for (const endpointType of ["iot:Jobs", "nonsense"]) {
			await assert.rejects(ask(endpointType), awsException("InvalidRequestException", 400, /iot:Data-ATS/));
		}
	});
});
