import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
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
	const hookAt = (targetArn: string) => ({ payloadVersion: "2020-04-01", targetArn });
	const place = async (...names: string[]) => {
		directory ??= await realpath(await mkdtemp(join(tmpdir(), "thingsmith-hook-")));
		return join(directory, ...names);
	};
	const module = async (source: string, ...names: string[]) => {
		const path = await place(...names);
		await mkdir(dirname(path), { recursive: true });
		await writeFile(path, source);
		return path;
	};
	const allowing = "export default () => ({ allowProvisioning: true });";
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
		["nothing", "", 200, /did not answer/],
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
		await assert.rejects(askHook(hook, event, { deadlineMs: 50 }), denied(/no answer within 50 ms/));
	});

	it("denies what is not this machine, and what is no URL", async () => {
		const hook = (targetArn: string) => askHook({ payloadVersion: "2020-04-01", targetArn }, event);
		await assert.rejects(hook("http://192.0.2.1/"), denied(/is not this machine/));
		await assert.rejects(hook("http://127.0.0.1.example.org/"), denied(/is not this machine/));
		await assert.rejects(hook("ftp://127.0.0.1/"), denied(/neither the ARN of a Lambda function nor a URL/));
		await assert.rejects(hook("nonsense"), denied(/neither the ARN/));
	});

	it("runs a file of a template only from the folder that was named", async () => {
		const inside = await module(allowing, "hooks", "deep", "hook.mjs");
		const outside = await module(allowing, "hook.mjs");
		const beside = await module(allowing, "hooks-of-others", "hook.mjs");
		const folder = await place("hooks");
		await symlink(outside, join(folder, "out.mjs"));
		await symlink(inside, await place("in.mjs"));
		const ask = (path: string, settings: object = { directory: folder }) =>
			askHook(hookAt(pathToFileURL(path).href), event, settings);
		assert.deepEqual(await ask(inside), {});
		assert.deepEqual(await ask(await place("in.mjs")), {}, "the real path counts");
		await assert.rejects(ask(inside, {}), denied(/the folder it was started with: --hooks DIR/));
		const missing = join(folder, "missing.mjs");
		for (const path of [
			outside,
			beside,
			join(folder, "out.mjs"),
			`${folder}/../hook.mjs`,
			missing,
			"/nowhere",
			folder,
		]) {
			await assert.rejects(ask(path), denied(/file:\/\/\S+ is no file in the folder of --hooks$/), path);
		}
		for (const url of ["file:///hooks/a%2fb.mjs", "file://other.host/hook.mjs"]) {
			await assert.rejects(askHook(hookAt(url), event, { directory: folder }), denied(/is no file in the folder/));
		}
	});

	const lambda = "arn:aws:lambda:us-east-1:000000000000:function:hook";

	it("calls for a Lambda function what it is mapped to, and says how to map it", async () => {
		const url = (await answering({ allowProvisioning: true, parameterOverrides: { from: "url" } })).targetArn;
		const ask = (target: string) => askHook(hookAt(lambda), event, { targets: new Map([[lambda, target]]) });
		assert.deepEqual(await ask(url), { from: "url" });
		assert.deepEqual(await ask(await module(allowing, "hook.mjs")), {});
		await assert.rejects(askHook(hookAt(lambda), event), (error: Error & { journalCode?: string }) => {
			assert.ok(error.message.includes(`start it with --hook ${lambda}=URL, or =FILE`), error.message);
			assert.equal(error.journalCode, "hook-not-mapped");
			return true;
		});
	});

	const exports: [name: string, file: string, source: string][] = [
		["handler, as Lambda does", "a.mjs", "export const handler = async () => ({ allowProvisioning: true });"],
		["handler of module.exports", "b.cjs", "exports['handler'] = () => ({ allowProvisioning: true });"],
		["module.exports", "c.cjs", "module.exports = () => ({ allowProvisioning: true });"],
		["the default export", "d.mjs", allowing],
	];
	for (const [name, file, source] of exports) {
		it(`calls ${name}`, async () => {
			const targets = new Map([[lambda, await module(source, file)]]);
			assert.deepEqual(await askHook(hookAt(lambda), event, { targets }), {});
		});
	}

	it("denies when a module throws, never answers or has nothing to call", async () => {
		const ask = async (source: string, file: string) => {
			const targets = new Map([[lambda, await module(source, file)]]);
			return askHook(hookAt(lambda), event, { targets, deadlineMs: 50 });
		};
		const throwing = "export default () => { throw new Error('no database'); };";
		await assert.rejects(ask(throwing, "throwing.mjs"), denied(/no database/));
		const silent = "export default () => new Promise(() => {});";
		await assert.rejects(ask(silent, "silent.mjs"), denied(/no answer within 50 ms/));
		await assert.rejects(ask("export const handle = 1;", "empty.mjs"), denied(/exports no function/));
	});
});
