import assert from "node:assert/strict";
import { EmulatorClock } from "../../../host-tools/emulator/clock.js";
import { openStore } from "../../../host-tools/emulator/store/open-store.js";
import { TestControlPlane } from "../../host-tools/emulator/http/test-control-plane.js";
import { TemporaryDirectories } from "../../support/temporary-directory.js";
import { LogCuts } from "./log-cuts.js";

const device = "arn:aws:iot:us-east-1:000000000000:client/board";
const commandArn = "arn:aws:iot:us-east-1:000000000000:command/light";
const authorization = "AWS4-HMAC-SHA256 Credential=x/20300101/us-east-1/iot-jobs-data/aws4_request";

async function answered(plane: TestControlPlane, method: string, path: string, body?: object, headers = {}) {
	const answer = await plane.signed(method, path, { headers, ...(body && { body: JSON.stringify(body) }) });
	assert.equal(answer.status, 200, answer.text);
	return answer.json;
}

describe("Commands, whenever the emulator is killed", () => {
	const directories = new TemporaryDirectories();
	afterEach(() => directories.remove());

	/** What an emulator finds that begins with the directory: whether the command is there, and the statuses of its executions. */
	const found = async (directory: string, now: number, wait: number) => {
		const clock = new EmulatorClock();
		clock.advance(Math.max(now - clock.now(), 0));
		const plane = await TestControlPlane.start({ clock, store: await openStore({ directory }) });
		clock.advance(wait);
		const { commandExecutions } = await answered(plane, "POST", "/command-executions", { targetArn: device });
		const { status } = await plane.signed("GET", "/commands/light");
		await plane.close();
		return { hasCommand: status === 200, executions: commandExecutions.map((one: { status: string }) => one.status) };
	};

	it("have every execution that was acknowledged, none without its command, and none that never ends", async () => {
		const cuts = await LogCuts.make(directories);
		const plane = await TestControlPlane.start({ store: await cuts.open() });
		cuts.begin();
		const payload = { content: "e30=", contentType: "application/json" };
		await answered(plane, "PUT", "/commands/light", { payload });
		cuts.mark("created");
		await answered(plane, "POST", "/command-executions", { commandArn, targetArn: device }, { authorization });
		cuts.mark("started");
		const now = plane.clock.now();
		await plane.close();

		const seen = [];
		for (const { directory, mark } of await cuts.all()) {
			const at = await found(directory, now, 0);
			const later = await found(directory, now, 20_000);
			seen.push(mark);
			assert.equal(at.hasCommand, mark !== undefined, mark);
			assert.deepEqual(at.executions, mark === "started" ? ["CREATED"] : [], mark);
			assert.deepEqual(later.executions, mark === "started" ? ["TIMED_OUT"] : [], mark);
		}
		assert.deepEqual(seen, [undefined, "created", "started"]);
	});
});
