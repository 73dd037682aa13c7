import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { IdentityStore } from "../../firmware/core/identity/identity-store.js";
import type { LogFields } from "../../firmware/ports/log.js";
import { BoardLines } from "../../host-tools/board/bootstrap-link/board-lines.js";
import { sendBootstrap, sendSettings } from "../../host-tools/board/bootstrap-link/bootstrap-sender.js";
import { helloBoard } from "../../host-tools/board/bootstrap-link/hello-board.js";
import { readOnlyFlash } from "../../host-tools/board/partitions/read-only-flash.js";
import type { SerialLink } from "../../host-tools/board/serial/serial-link.js";
import { findModdableSdk, howToGetSdk, type ModdableSdk } from "../../host-tools/moddable/build/moddable-sdk.js";
import { nodeTextCodec } from "../../host-tools/virtual-device/node-text-codec.js";
import { patience } from "../support/patience.js";
import { canOpenPty, openPtyLink } from "../support/pty-link.js";
import { describeUnless } from "../support/skip-because.js";
import { BuiltFirmware } from "./built-firmware.js";

const foundSdk = findModdableSdk(process.env);
const missing = foundSdk === undefined ? howToGetSdk : canOpenPty() ? undefined : "python3 is needed for a pty.";

const { signal } = new AbortController();

describeUnless(missing, "the simulator's serial line", () => {
	let firmware: BuiltFirmware;
	let link: SerialLink | undefined;

	before(async function () {
		this.timeout(900_000);
		firmware = await BuiltFirmware.make(foundSdk as ModdableSdk);
	});

	afterEach(async () => {
		await firmware.stopAll();
		await link?.close();
		await rm(firmware.buttonHeld, { force: true });
	});

	after(() => firmware?.close());

	it("takes other settings over a pty while its button counts as held, and stays the thing it is", async function () {
		this.timeout(180_000);
		const thingName = await firmware.newDevice({ wifi: { ssid: "home", password: "first password" } });
		await writeFile(firmware.buttonHeld, "");
		link = await openPtyLink(firmware.serialPort);
		const board = new BoardLines(link);
		const run = await firmware.start();
		await run.event("state", { to: "online" });
		const hello = await helloBoard(board, { signal, deadlineMs: patience(30_000) });
		assert.deepEqual([hello.thingName, hello.refusal, hello.takesSettings], [thingName, undefined, true]);
		const from = run.events.length;
		const change = { wifi: { ssid: "barn", password: "other password" }, telemetry: { intervalMs: 200 } };
		await sendSettings(board, change, { signal, deadlineMs: patience(20_000) });
		await run.event("reading.acknowledged", { thingName }, { from });
		// A run that is ended throws, and catches.
		assert.ok(!run.exceptions.some((one) => one.startsWith("break")), run.exceptions.join("\n"));
		const flash = await readFile(firmware.flashFile);
		const { settings, current } = new IdentityStore(readOnlyFlash(flash), nodeTextCodec);
		assert.deepEqual([current?.thingName, settings?.network.wifi[0]?.ssid], [thingName, "barn"]);
		assert.equal(flash.includes("first password"), false);
		assert.equal(firmware.emulator.registry.things.listThingPrincipals(thingName).length, 1);
	});

	it("brings a blank device online by a bootstrap that comes over a pty, and carries its log", async function () {
		this.timeout(180_000);
		const { thingName, bootstrap } = await firmware.blankDevice();
		link = await openPtyLink(firmware.serialPort);
		const board = new BoardLines(link);
		const heard: { event: string; fields: LogFields }[] = [];
		board.listen({ onEvent: (event, fields) => void heard.push({ event, fields }) });
		const run = await firmware.start();
		await run.event("failed", { code: "claim-missing" });
		const hello = await helloBoard(board, { signal, deadlineMs: patience(30_000) });
		assert.deepEqual([hello.model, hello.state, hello.refusal], ["simulator", "unclaimed", undefined]);

		await sendBootstrap(board, bootstrap, { signal, deadlineMs: patience(20_000) });
		await run.event("provisioned", { thingName });
		await run.event("state", { to: "online" });
		await run.event("reading.acknowledged", { sequence: 3 });
		assert.deepEqual(run.exceptions, []);

		const after = await helloBoard(board, { signal });
		assert.deepEqual([after.state, after.thingName, after.refusal], ["online", thingName, "identity-kept"]);
		await assert.rejects(sendBootstrap(board, bootstrap, { signal }), { code: "bootstrap-refused" });
		const names = heard.map(({ event }) => event);
		for (const event of ["bootstrap.accepted", "provisioned", "reading.acknowledged"]) assert.ok(names.includes(event));
	});
});
