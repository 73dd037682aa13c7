import assert from "node:assert/strict";
import { once } from "node:events";
import { appendFile, readFile, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import {
	DescribeEndpointCommand,
	GetPolicyCommand,
	IoTClient,
	ListProvisioningTemplatesCommand,
} from "@aws-sdk/client-iot";
import { withTemporaryDirectory } from "../../host-tools/base/files/temporary-directory.js";
import { Cli, endAll } from "../support/cli.js";

const free = ["--port", "0", "--mqtt-port", "0"];

function clientOf(endpoint: unknown): IoTClient {
	const credentials = { accessKeyId: "test", secretAccessKey: "test" };
	return new IoTClient({ endpoint: String(endpoint), region: "us-east-1", credentials });
}

describe("thingsmith local", () => {
	afterEach(endAll);

	it("says where it is, answers there, and ends with 0 on SIGINT and SIGTERM", async () => {
		for (const signal of ["SIGINT", "SIGTERM"] as const) {
			const local = new Cli(["local", ...free, "--json"]);
			const ready = await local.event({ event: "ready" });
			assert.match(String(ready.endpointUrl), /^http:\/\/127\.0\.0\.1:\d+$/);
			assert.match(await readFile(String(ready.rootCaPath), "utf8"), /^-----BEGIN CERTIFICATE-----/);

			const client = clientOf(ready.endpointUrl);
			const endpoint = await client.send(new DescribeEndpointCommand({ endpointType: "iot:Data-ATS" }));
			assert.equal(endpoint.endpointAddress, `${ready.mqttHost}:${ready.mqttPort}`);
			const { templates } = await client.send(new ListProvisioningTemplatesCommand({}));
			assert.deepEqual(
				templates?.map(({ templateName }) => templateName),
				[ready.templateName],
			);
			client.destroy();

			local.signal(signal);
			assert.equal(await local.exit(), 0);
			assert.equal(local.events.at(-1)?.event, "done");
			await assert.rejects(stat(String(ready.rootCaPath)), { code: "ENOENT" });
		}
	});

	it("tells people what to type next", async () => {
		const local = new Cli(["local", ...free]);
		await local.until("the next steps", () => (/Ctrl-C ends it/.test(local.stderr) ? true : undefined));
		const [, endpointUrl] = /^control plane {2}(\S+)$/m.exec(local.stdout) ?? [];
		assert.ok(local.stderr.includes(`export AWS_ENDPOINT_URL_IOT=${endpointUrl}\n`));
		assert.match(local.stderr, /npx thingsmith claim create --template thingsmith /);
		// Version 1 of the AWS CLI does not know AWS_REGION.
		assert.match(local.stderr, /export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1\n/);
	});

	it("is of the account and region it is told, and tells devices the name it is given", async () => {
		const where = ["--account", "111122223333", "--region", "eu-west-1", "--name", "emulator.test"];
		const local = new Cli(["local", ...free, ...where, "--json"]);
		const ready = await local.event({ event: "ready" });
		assert.equal(ready.mqttHost, "emulator.test");
		assert.deepEqual(ready.otherHosts, ["emulator.test"]);
		const client = clientOf(ready.endpointUrl);
		const endpoint = await client.send(new DescribeEndpointCommand({ endpointType: "iot:Data-ATS" }));
		assert.equal(endpoint.endpointAddress, `emulator.test:${ready.mqttPort}`);
		const policy = await client.send(new GetPolicyCommand({ policyName: "thingsmith-device" }));
		assert.match(policy.policyDocument ?? "", /arn:aws:iot:eu-west-1:111122223333:client/);
		client.destroy();
	});

	it("says what it refuses as it happens, with the reason", async () => {
		const local = new Cli(["local", ...free]);
		const [, endpointUrl] = await local.until("the address", () => {
			const ready = /Ctrl-C ends it/.test(local.stderr);
			return ready ? (/^control plane {2}(\S+)$/m.exec(local.stdout) ?? undefined) : undefined;
		});
		await fetch(`${endpointUrl}/things`);
		const line = /^refused: The request is not signed: .* \(control-plane, missing-authentication-token\)$/m;
		await local.until("the refusal", () => (line.test(local.stderr) ? true : undefined));
	});

	it("leaves the starter template out when told so", async () => {
		const local = new Cli(["local", ...free, "--empty", "--json"]);
		const ready = await local.event({ event: "ready" });
		assert.equal("templateName" in ready, false);
		const client = clientOf(ready.endpointUrl);
		assert.deepEqual((await client.send(new ListProvisioningTemplatesCommand({}))).templates, []);
		client.destroy();
	});

	it("keeps everything in --data, over a kill -9", async () => {
		await withTemporaryDirectory(async (directory) => {
			const data = join(directory, "data");
			const first = new Cli(["local", ...free, "--data", data, "--json"]);
			const ready = await first.event({ event: "ready" });
			assert.equal(ready.rootCaPath, join(data, "root-ca.pem"));
			const rootCa = await readFile(join(data, "root-ca.pem"), "utf8");
			first.signal("SIGKILL");
			assert.equal(await first.exit(), "SIGKILL");

			const second = new Cli(["local", ...free, "--data", data, "--json"]);
			const again = await second.event({ event: "ready" });
			assert.equal(again.templateName, "thingsmith");
			assert.equal(await readFile(join(data, "root-ca.pem"), "utf8"), rootCa);
		});
	});

	it("says under --json, too, what became of a torn line in --data", async () => {
		await withTemporaryDirectory(async (directory) => {
			const first = new Cli(["local", ...free, "--data", directory, "--json"]);
			await first.event({ event: "ready" });
			first.signal("SIGKILL");
			await first.exit();
			await appendFile(join(directory, "registry.log"), '["torn');
			const second = new Cli(["local", ...free, "--data", directory, "--json"]);
			const { message } = await second.event({ event: "data-directory" });
			assert.match(String(message), /registry\.log" is torn, .* its 6 bytes are in "/);
			const ready = await second.event({ event: "ready" });
			assert.equal(ready.templateName, "thingsmith");
		});
	});

	it("answers a busy port with 3, naming the port and the flag", async () => {
		const other = createServer().listen(0, "127.0.0.1");
		await once(other, "listening");
		const { port } = other.address() as { port: number };
		try {
			for (const [flag, rest] of [
				["--port", ["--mqtt-port", "0"]],
				["--mqtt-port", ["--port", "0"]],
			] as const) {
				const local = new Cli(["local", flag, String(port), ...rest]);
				assert.equal(await local.exit(), 3);
				assert.match(local.stderr, new RegExp(`Port ${port} is in use [^]*Next: .* ${flag} 0 `));
			}
		} finally {
			other.close();
		}
	});

	it("serves what AWS has on 443, and takes only signatures of the keys it is given", async () => {
		await withTemporaryDirectory(async (directory) => {
			const file = join(directory, "credentials");
			await writeFile(file, "[default]\naws_access_key_id = AKIDLOCAL\naws_secret_access_key = hush\n");
			const local = new Cli(["local", ...free, "--https-port", "0", "--credentials", file, "--json"]);
			const ready = await local.event({ event: "ready" });
			assert.equal(ready.templateName, "thingsmith");
			const ask = async (secretAccessKey: string) => {
				const credentials = { accessKeyId: "AKIDLOCAL", secretAccessKey };
				const client = new IoTClient({ endpoint: String(ready.endpointUrl), region: "us-east-1", credentials });
				const command = new DescribeEndpointCommand({ endpointType: "iot:CredentialProvider" });
				return client.send(command).finally(() => client.destroy());
			};
			assert.equal((await ask("hush")).endpointAddress, `${ready.mqttHost}:${ready.httpsPort}`);
			await assert.rejects(ask("other"), { name: "InvalidSignatureException" });
		});
	});

	it("takes another port for HTTPS when 8443 is taken, unless it was told to take it", async () => {
		const first = new Cli(["local", ...free, "--json"]);
		const second = new Cli(["local", ...free, "--json"]);
		const ports = [await first.event({ event: "ready" }), await second.event({ event: "ready" })];
		assert.notEqual(ports[0]?.httpsPort, ports[1]?.httpsPort);
		const told = new Cli(["local", ...free, "--https-port", String(ports[0]?.httpsPort)]);
		assert.equal(await told.exit(), 3);
		assert.match(told.stderr, /Port \d+ is in use [\s\S]*Next: .* --https-port 0 /);
	});

	it("does not start on a data directory that is no directory", async () => {
		await withTemporaryDirectory(async (directory) => {
			const path = join(directory, "file");
			await writeFile(path, "");
			const local = new Cli(["local", ...free, "--data", path]);
			assert.equal(await local.exit(), 1);
			assert.match(local.stderr, /^Failed: .*(EEXIST|ENOTDIR).*\(file-forbidden\)\nNext: choose another place/);
		});
	});
});
