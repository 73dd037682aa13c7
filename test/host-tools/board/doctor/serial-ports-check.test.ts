import assert from "node:assert/strict";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { serialPortsCheck } from "../../../../host-tools/board/doctor/serial-ports-check.js";
import { loadSerialPort } from "../../../../host-tools/board/serial/load-serialport.js";
import { skipBecause, skipWithoutFileModes } from "../../../support/skip-because.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

const directories = new TemporaryDirectories();
const load = async () => undefined;
const usb = { vendorId: "303a", productId: "1001" };

function find(paths: readonly string[], loading: () => Promise<unknown> = load) {
	const list = async () => paths.map((path) => ({ path, usb }));
	return serialPortsCheck({ list, load: loading }).run(new AbortController().signal);
}

describe("serialPortsCheck", () => {
	afterEach(directories.remove);

	it("names the ports that this user may open", async () => {
		const path = join(await directories.make(), "ttyACM0");
		await writeFile(path, "");
		const finding = await find([path]);
		assert.equal(finding.status, "ok");
		assert.equal(finding.message, `${path} (Espressif USB)`);
	});

	it("fails for a port that this user may not open, and says what mends it", async function () {
		skipWithoutFileModes(this);
		if (process.getuid?.() === 0) skipBecause(this, "a port that this user may not open. Root may open all.");
		const path = join(await directories.make(), "ttyACM0");
		await writeFile(path, "");
		await chmod(path, 0);
		const finding = await find([path]);
		assert.equal(finding.status === "fail" && finding.code, "port-forbidden");
		assert.match(finding.status === "ok" ? "" : finding.next, /dialout|who owns/);
	});

	it("warns where there is none, or no library for them", async () => {
		const none = await find([]);
		assert.equal(none.status === "warn" && none.code, "port-missing");
		const without = await find([], () => loadSerialPort("no-such-serialport"));
		assert.equal(without.status === "warn" && without.code, "installation-incomplete");
	});
});
