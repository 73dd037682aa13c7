import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListTopicsCommand } from "@aws-sdk/client-sns";
import type { AwsSettings } from "../../../../host-tools/cloud/account/aws-settings.js";
import { createClients } from "../../../../host-tools/cloud/apply/clients.js";
import { SilentServer } from "../../../support/silent-server.js";

const nobody: AwsSettings = {
	profile: undefined,
	region: "us-east-1",
	endpointUrl: undefined,
	hasEnvironmentCredentials: false,
	accessKey: { accessKeyId: "AKIATHINGSMITHTEST00", secretAccessKey: "a-secret/of+tests" },
};

const services = ["iot", "iam", "lambda", "dynamodb", "logs", "cloudwatch", "sns", "scheduler"] as const;

/** Sets variables of the environment while `work` runs. */
async function withEnvironment(variables: Readonly<Record<string, string>>, work: () => Promise<void>): Promise<void> {
	const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
	Object.assign(process.env, variables);
	try {
		await work();
	} finally {
		for (const [name, value] of Object.entries(before)) {
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
		}
	}
}

describe("createClients", () => {
	let server: Server;
	let url: string;
	const asked: string[] = [];

	before(async () => {
		server = createServer((request, response) => {
			asked.push(request.url ?? "");
			response.setHeader("content-type", "application/json");
			response.end('{"Functions":[]}');
		}).listen(0, "127.0.0.1");
		await once(server, "listening");
		url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	after(() => server.close());
	beforeEach(() => {
		asked.length = 0;
	});

	it("makes one client of each service, in the region and at the endpoint of the settings", async () => {
		const clients = createClients({ ...nobody, region: "eu-central-1", endpointUrl: url });
		for (const service of services) {
			const client = await clients[service]();
			assert.equal(await clients[service](), client);
			assert.equal(await client.config.region(), "eu-central-1");
			const { hostname, port } = (await client.config.endpoint?.()) ?? {};
			assert.equal(`http://${hostname}:${port}`, url);
		}
		clients.destroy();
	});

	it("needs neither region nor credentials for an emulator on this machine", async () => {
		const { accessKey: _, ...without } = nobody;
		const clients = createClients({ ...without, region: undefined, endpointUrl: url });
		await (await clients.lambda()).send(new ListFunctionsCommand({}));
		assert.equal(asked.length, 1);
		clients.destroy();
	});

	it("leaves it to the environment where a service is, unless the settings say it", async () => {
		await withEnvironment({ AWS_ENDPOINT_URL_LAMBDA: url, AWS_ENDPOINT_URL_SNS: "http://127.0.0.1:1" }, async () => {
			const clients = createClients(nobody);
			await (await clients.lambda()).send(new ListFunctionsCommand({}));
			assert.equal(asked.length, 1);
			clients.destroy();
			const elsewhere = createClients({ ...nobody, endpointUrl: url });
			// What is answered is no answer of SNS: it is asked there.
			await (await elsewhere.sns()).send(new ListTopicsCommand({})).catch(() => undefined);
			assert.equal(asked.length, 2);
			elsewhere.destroy();
		});
	});

	it("sends no other service to where the environment has AWS IoT", async () => {
		await withEnvironment({ AWS_ENDPOINT_URL_LAMBDA: url }, async () => {
			const settings = { ...nobody, endpointUrl: "http://127.0.0.1:1", endpointIsConfigured: true };
			const clients = createClients(settings);
			await (await clients.lambda()).send(new ListFunctionsCommand({}));
			assert.equal(asked.length, 1);
			const { port } = (await (await clients.iot()).config.endpoint?.()) ?? {};
			assert.equal(port, 1);
			clients.destroy();
		});
	});

	it("ends every call when it is interrupted", async () => {
		const silent = await SilentServer.start();
		const stop = new AbortController();
		const clients = createClients({ ...nobody, endpointUrl: silent.httpUrl }, stop.signal);
		const connected = once(silent.connections, "connection");
		const calling = (await clients.lambda()).send(new ListFunctionsCommand({}));
		calling.catch(() => undefined);
		await connected;
		stop.abort();
		await assert.rejects(calling, { code: "interrupted" });
		clients.destroy();
		await silent.close();
	});
});
