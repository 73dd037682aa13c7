import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { askHook, type HookEvent } from "../../../../../host-tools/emulator/services/provisioning/provisioning-hook.js";

const event: HookEvent = {
	claimCertificateId: "a".repeat(64),
	certificateId: "b".repeat(64),
	certificatePem: "-----BEGIN CERTIFICATE-----",
	templateArn: "arn:aws:iot:us-east-1:000000000000:provisioningtemplate/fleet",
	clientId: "d",
	parameters: { SerialNumber: "1" },
};

describe("askHook()", () => {
	let server: Server | undefined;
	let directory: string | undefined;
	const serve = async (listener: RequestListener) => {
		server = createServer(listener);
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		return { payloadVersion: "2020-04-01", targetArn: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
	};
	const answering = (body: unknown, status = 200) =>
		serve((_, response) => response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body)));
	const module = async (source: string) => {
		directory = await mkdtemp(join(tmpdir(), "thingsmith-hook-"));
		const path = join(directory, "hook.mjs");
		await writeFile(path, source);
		return { payloadVersion: "2020-04-01", targetArn: pathToFileURL(path).href };
	};
	const denied = (message: RegExp) => ({ statusCode: 403, errorCode: "AccessDenied", message });

	afterEach(async () => {
		server?.closeAllConnections();
		server?.close();
		server = undefined;
		if (directory !== undefined) await rm(directory, { recursive: true });
		directory = undefined;
	});

	it("posts the documented event and returns the overrides", async () => {
		let received = "";
		const hook = await serve((request, response) => {
			request.setEncoding("utf8").on("data", (text: string) => {
				received += text;
			});
			request.on("end", () =>
				response.end(JSON.stringify({ allowProvisioning: true, parameterOverrides: { Site: "north" } })),
			);
		});
		assert.deepEqual(await askHook(hook, event), { Site: "north" });
		assert.deepEqual(JSON.parse(received), event);
	});

	const refusals: [name: string, body: unknown, status: number, message: RegExp][] = [
		["false", { allowProvisioning: false }, 200, /did not answer allowProvisioning: true/],
		["the string true", { allowProvisioning: "true" }, 200, /did not answer/],
		["nothing", "", 200, /hook failed/],
		["a list", [true], 200, /did not answer/],
		["an error status", { allowProvisioning: true }, 500, /HTTP status 500/],
		[
			"overrides that are no strings",
			{ allowProvisioning: true, parameterOverrides: { a: 1 } },
			200,
			/not a map of strings/,
		],
		["more than 64 KB", "x".repeat(70_000), 200, /longer than 65536 bytes/],
	];
	for (const [name, body, status, message] of refusals) {
		it(`denies when the hook answers ${name}`, async () => {
			await assert.rejects(askHook(await answering(body, status), event), denied(message));
		});
	}

	it("denies when the hook is late", async () => {
		const hook = await serve(() => {});
		await assert.rejects(askHook(hook, event, 50), denied(/no answer within 50 ms/));
	});

	it("denies what is not this machine, and what is no URL", async () => {
		const hook = (targetArn: string) => askHook({ payloadVersion: "2020-04-01", targetArn }, event);
		await assert.rejects(hook("http://192.0.2.1/"), denied(/is not this machine/));
		await assert.rejects(hook("http://127.0.0.1.example.org/"), denied(/is not this machine/));
		await assert.rejects(hook("arn:aws:lambda:us-east-1:1:function:x"), denied(/no protocol of a hook/));
		await assert.rejects(hook("nonsense"), denied(/hook failed/));
	});

	it("calls the default export of a module, and denies when it throws or never answers", async () => {
		const allow = await module(
			"export default ({ parameters }) => ({ allowProvisioning: parameters.SerialNumber === '1' });",
		);
		assert.deepEqual(await askHook(allow, event), {});
		await rm(directory ?? "", { recursive: true });
		const throwing = await module("export default () => { throw new Error('no database'); };");
		await assert.rejects(askHook(throwing, event), denied(/no database/));
		await rm(directory ?? "", { recursive: true });
		const silent = await module("export default () => new Promise(() => {});");
		await assert.rejects(askHook(silent, event, 50), denied(/no answer within 50 ms/));
	});
});
