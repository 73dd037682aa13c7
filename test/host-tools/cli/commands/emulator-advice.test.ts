import assert from "node:assert/strict";
import { ToolError } from "../../../../host-tools/base/tool-error.js";
import { withEmulatorAdvice } from "../../../../host-tools/cli/commands/emulator-advice.js";
import { type Emulator, startEmulator } from "../../../../host-tools/emulator/emulator.js";
import { SilentServer } from "../../../support/silent-server.js";

describe("withEmulatorAdvice", () => {
	let emulator: Emulator;
	let silent: SilentServer;

	before(async () => {
		emulator = await startEmulator({ port: 0, mqttPort: 0 });
		silent = await SilentServer.start();
	});

	after(async () => {
		silent.close();
		await emulator.close();
	});

	it("gives the lines for both kinds of shell where the emulator answers", async () => {
		for (const code of ["region-missing", "credentials-missing"] as const) {
			const error = await withEmulatorAdvice(new ToolError(code, "missing", { next: "log in" }), emulator.endpointUrl);
			assert.equal(error.code, code);
			assert.equal(error.message, "missing");
			assert.ok(error.next?.includes(`\n  export AWS_ENDPOINT_URL=${emulator.endpointUrl}\n`));
			assert.ok(error.next?.includes(`\n  $env:AWS_ENDPOINT_URL = "${emulator.endpointUrl}"`));
		}
	});

	it("leaves an error as it is that is another one, or where nobody or somebody else is there", async () => {
		const missing = new ToolError("region-missing", "missing", { next: "log in" });
		const other = new ToolError("usage", "no", { next: "mend it" });
		assert.equal(await withEmulatorAdvice(other, emulator.endpointUrl), other);
		assert.equal(await withEmulatorAdvice(missing, silent.httpUrl), missing);
		assert.equal(await withEmulatorAdvice(missing, "http://127.0.0.1:1"), missing);
	});
});
