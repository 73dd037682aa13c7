import assert from "node:assert/strict";
import { listenError } from "../../../../host-tools/cli/operations/listen-error.js";

const flags = { "--port": 4566, "--mqtt-port": 8883 };
const listening = (code: string, port: number) => Object.assign(new Error(`listen ${code}`), { code, port });

describe("listenError", () => {
	it("names the port and its flag", () => {
		const busy = listenError(listening("EADDRINUSE", 8883), flags);
		assert.equal(busy.code, "port-busy");
		assert.match(busy.message, /Port 8883/);
		assert.match(busy.next ?? "", /--mqtt-port 0/);
		assert.equal(listenError(listening("EACCES", 4566), flags).code, "port-forbidden");
	});

	it("says of a port below 1024 which flag moves it, and where it says how to allow it", () => {
		const error = listenError(listening("EACCES", 443), { ...flags, "--https-port": 443 });
		assert.equal(error.message, "This user may not listen on port 443");
		assert.match(error.next ?? "", /--https-port 8443, or allow it \(docs\/emulator\.md\)/);
	});

	it("does not blame another process for one port that two flags name", () => {
		const error = listenError(listening("EADDRINUSE", 4700), { "--port": 4700, "--mqtt-port": 4700 });
		assert.equal(error.code, "usage");
		assert.equal(error.message, "--port and --mqtt-port are both 4700");
	});

	it("says that an address is none of this machine", () => {
		const thrown = Object.assign(new Error("listen"), { code: "EADDRNOTAVAIL", address: "192.0.2.1", port: 4566 });
		const error = listenError(thrown, flags);
		assert.match(error.message, /^192\.0\.2\.1 is no address of this machine$/);
		assert.match(error.next ?? "", /--host all/);
	});

	it("passes on what the emulator says of itself", () => {
		const error = listenError(new Error("In use by process 1"), flags);
		assert.equal(error.code, "emulator-failed");
		assert.equal(error.message, "In use by process 1");
	});
});
