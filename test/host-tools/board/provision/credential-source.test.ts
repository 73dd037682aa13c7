import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
	AttachPolicyCommand,
	AttachThingPrincipalCommand,
	CreateCertificateFromCsrCommand,
	CreateKeysAndCertificateCommand,
	CreateProvisioningClaimCommand,
	CreateThingCommand,
	type IoTClient,
} from "@aws-sdk/client-iot";
import { createDemoClient } from "../../../../host-tools/cli/operations/demo-cloud.js";
import { readDeviceCsr } from "../../../../host-tools/cli/operations/device-csr.js";
import { starterNames } from "../../../../host-tools/cloud/account/starter-template.js";
import { nodeClock } from "../../../../host-tools/virtual-device/node-clock.js";
import type { Board } from "../../../rom/board.js";
import { boardLinks } from "../../../rom/board-link.js";
import { ProvisionBench, storeOf, thingNameOf } from "../../../support/provision-bench.js";
import { RecordedContext } from "../../../support/recorded-context.js";

describe("device provision with a credential that was made elsewhere", () => {
	let bench: ProvisionBench;
	let client: IoTClient;
	before(async () => {
		bench = await ProvisionBench.start();
		client = createDemoClient(bench.emulator);
	});
	after(async () => {
		client?.destroy();
		await bench?.close();
	});

	async function file(content: string): Promise<string> {
		const path = join(await bench.directories.make(), "file");
		await writeFile(path, content, { mode: 0o600 });
		return path;
	}

	/** What the AWS CLI prints. */
	async function claimJson(changes: object = {}): Promise<string> {
		const { $metadata, ...reply } = await client.send(
			new CreateProvisioningClaimCommand({ templateName: starterNames.templateName }),
		);
		return file(JSON.stringify({ ...reply, ...changes }, undefined, 4));
	}

	/** A certificate with its thing and policy, as somebody made it by hand. */
	async function keysAndCertificate(thingName: string) {
		const reply = await client.send(new CreateKeysAndCertificateCommand({ setAsActive: true }));
		await makeThing(thingName, String(reply.certificateArn));
		const { $metadata, ...json } = reply;
		return {
			json: await file(JSON.stringify(json)),
			certificate: await file(String(reply.certificatePem)),
			privateKey: await file(String(reply.keyPair?.PrivateKey)),
			certificateId: String(reply.certificateId),
		};
	}

	async function makeThing(thingName: string, principal: string): Promise<void> {
		await client.send(new CreateThingCommand({ thingName }));
		await client.send(new AttachThingPrincipalCommand({ thingName, principal }));
		await client.send(new AttachPolicyCommand({ policyName: starterNames.policyName, target: principal }));
	}

	/** Refused with that code, and no board knows of it. */
	async function refuses(code: string, options: Parameters<ProvisionBench["provision"]>[1]): Promise<void> {
		const board = bench.board();
		await assert.rejects(bench.provision(board, options), (error: { code: string; next?: string; message: string }) => {
			assert.equal(error.code, code);
			assert.ok(error.next);
			assert.doesNotMatch(error.message, /MII|BEGIN/);
			return true;
		});
		assert.deepEqual(board.commands, []);
	}

	it("takes a claim as the AWS CLI prints it", async () => {
		const board = bench.board();
		await bench.provision(board, { credential: { credential: await claimJson() } });
		assert.deepEqual(bench.certificatesOf(thingNameOf(board)), [storeOf(board).current?.certificateId]);
	});

	it("takes a certificate and key as the AWS CLI prints them, or as two files, for the thing that is named", async () => {
		for (const [index, over] of (["serial", "flash"] as const).entries()) {
			const thingName = `pair-${index}`;
			const { json, certificate, privateKey, certificateId } = await keysAndCertificate(thingName);
			const board = bench.board();
			const credential = index === 0 ? { credential: json } : { certificate, privateKey };
			const [done] = (await bench.provision(board, { credential, thingName, over })).named("board-provisioned");
			assert.deepEqual([done?.thingName, done?.certificateId], [thingName, certificateId]);
			await assert.rejects(bench.provision(board, { credential, thingName: "another", over }), {
				code: "identity-kept",
			});
		}
	});

	it("takes a certificate for the key that the device has made, over serial and flash, and none for another key", async () => {
		for (const over of ["serial", "flash"] as const) {
			const board = bench.board();
			const certificate = await certificateFor(board, `own-${over}`);
			const credential = { certificate, privateKey: undefined };
			const other = bench.board();
			const wrong = bench.provision(other, { credential, thingName: `own-${over}`, over });
			await assert.rejects(wrong, { message: /key/, next: /device csr.*--private-key/ });
			assert.equal(storeOf(other).candidate, undefined);
			const options = { credential, thingName: `own-${over}`, over };
			const happened = await bench.provision(board, options);
			const [done] = happened.named("board-provisioned");
			assert.equal(done?.thingName, `own-${over}`);
			const steps = happened.named("provision-step").map(({ step }) => step);
			assert.ok(steps.includes("credential") && !steps.includes("claim"), "no claim was issued");
		}
	});

	/** The way of `device csr`. */
	async function certificateFor(board: Board, thingName: string): Promise<string> {
		const outPath = join(await bench.directories.make(), "device.csr");
		const context = new RecordedContext();
		const port = { port: "board", env: {}, openLink: boardLinks(board), list: async () => [] };
		const options = { board: port, outPath };
		await readDeviceCsr(options, context);
		assert.equal(context.named("signing-request")[0]?.serialNumber, Buffer.from(board.mac).toString("hex"));
		await assert.rejects(readDeviceCsr(options, context), { code: "file-exists" });
		const certificateSigningRequest = await readFile(outPath, "utf8");
		const command = new CreateCertificateFromCsrCommand({ certificateSigningRequest, setAsActive: true });
		const { certificateArn, certificatePem } = await client.send(command);
		await makeThing(thingName, String(certificateArn));
		return file(String(certificatePem));
	}

	it("refuses what is no good before a board is touched", async () => {
		const [one, other] = [await keysAndCertificate("one"), await keysAndCertificate("other")];
		const { certificate, privateKey, json } = one;
		const thingName = "one";
		await refuses("credential-invalid", {
			thingName,
			credential: { certificate: privateKey, privateKey: certificate },
		});
		await refuses("credential-invalid", { thingName, credential: { certificate, privateKey: other.privateKey } });
		await refuses("credential-invalid", { thingName, credential: { certificate: privateKey, privateKey: undefined } });
		await refuses("usage", { credential: { credential: json } });
		await refuses("credential-expired", {
			credential: { credential: await claimJson({ expiration: "2024-01-01T00:00:00Z" }) },
		});
		await refuses("file-missing", { credential: { credential: join(bench.firmware, "none") } });
		await refuses("template-missing", { templateName: "none", credential: { credential: await claimJson() } });
	});

	it("makes no second try with a claim that runs out on the way: there is no other one", async () => {
		// The device's clock says that it ran out; the host's, which checked it before, did not.
		const board = bench.board({ clock: { ...nodeClock, now: () => Date.now() + 600_000 } });
		const credential = { credential: await claimJson() };
		const context = new RecordedContext();
		await assert.rejects(bench.provision(board, { credential }, context), { code: "claim-expired" });
		assert.equal(context.named("provision-step").filter(({ step }) => step === "credential").length, 1);
	});
});
