import assert from "node:assert/strict";
import { toBootstrap } from "../../host-tools/board/identity/bootstrap-file.js";
import { installOverFlash } from "../../host-tools/board/provision/install-over-flash.js";
import { flashDevice } from "../../host-tools/cli/operations/device-flash.js";
import type { Board } from "../rom/board.js";
import { boardLinks } from "../rom/board-link.js";
import { makeBoard } from "../rom/start-rom.js";
import { virtualDeviceApplication } from "../rom/virtual-device-application.js";
import { within } from "../support/deadline.js";
import { allowAll, createDevice, type EmulatorParts, startEmulatorParts } from "../support/emulator-parts.js";
import { writeFirmware } from "../support/firmware-directory.js";
import { RecordedContext } from "../support/recorded-context.js";
import { TemporaryDirectories } from "../support/temporary-directory.js";

const context = new RecordedContext();

describe("a board that was flashed", () => {
	const directories = new TemporaryDirectories();
	let parts: EmulatorParts;
	let board: Board;
	before(async () => {
		parts = await startEmulatorParts();
	});
	after(() => parts.close());
	afterEach(async () => {
		board.unplug();
		await directories.remove();
	});

	it("boots the device from the identity partition that was written, which says on the serial line that it is online", async () => {
		board = makeBoard({ chip: "esp32c3", application: virtualDeviceApplication({ hears: false }) });
		const openLink = boardLinks(board);
		const firmwareDirectory = await directories.make();
		await writeFirmware(firmwareDirectory, { target: "esp32c3" });
		const meant = { port: "board", baudRate: 921_600, env: {}, openLink, list: async () => [] };
		const others = { target: undefined, erase: false, yes: false, dryRun: false };
		await flashDevice({ board: meant, firmwareDirectory, ...others }, context);

		const { certificatePem, privateKeyPem } = await createDevice(parts, [allowAll]);
		const bootstrap = toBootstrap({
			...{ version: 1, host: "127.0.0.1", port: parts.port, rootCa: parts.pki.rootCaPem, templateName: "thingsmith" },
			permanent: { certificatePem, privateKeyPem, thingName: "thing-1" },
		});
		const link = await openLink("board", { baudRate: 115_200, signal: context.signal });
		try {
			const { restart } = await installOverFlash(
				{ link, usb: undefined, baudRate: 921_600 },
				async () => bootstrap,
				context,
			);
			let text = "";
			const online = new Promise<void>((resolve) => {
				link.listen({
					onBytes: (bytes) => {
						text += Buffer.from(bytes).toString("latin1");
						if (/"event":"state",.*"to":"online"/.test(text)) resolve();
					},
					onClosed: () => {},
				});
			});
			await restart();
			await within(online, "the device's word that it is online");
			assert.match(text, /thingsmith \{"level":"info","event":"identity\.connected","thingName":"thing-1"/);
			assert.doesNotMatch(text, /PRIVATE KEY/);
		} finally {
			await link.close();
		}
	});
});
