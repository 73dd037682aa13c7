import assert from "node:assert/strict";
import { EmulatorClock } from "../../../../../host-tools/emulator/clock.js";
import { CommandExecutions } from "../../../../../host-tools/emulator/services/commands/command-executions.js";
import { Store } from "../../../../../host-tools/emulator/store/store.js";
import { TemporaryDirectories } from "../../../../support/temporary-directory.js";

const asked = { commandArn: "c", targetArn: "t", executionTimeoutSeconds: 10, clientToken: "token" };

describe("Command executions", () => {
	const directories = new TemporaryDirectories();
	afterEach(() => directories.remove());

	it("time out, are found and are forgotten, across restarts", async () => {
		const directory = await directories.make();
		const clock = new EmulatorClock();
		const heard: string[] = [];
		const open = async () => {
			const store = await Store.open({ directory, name: "data-plane" });
			return { store, executions: new CommandExecutions(store, clock, ({ status }) => heard.push(status)) };
		};
		let { store, executions } = await open();
		const restart = async () => {
			executions.close();
			await store.close();
			({ store, executions } = await open());
		};
		const { executionId } = executions.add(asked);
		await restart();
		assert.equal(executions.ofToken("token")?.executionId, executionId);
		clock.advance(10_000);
		assert.deepEqual(heard, ["CREATED", "TIMED_OUT"]);
		await restart();
		assert.deepEqual(
			Array.from(executions.list({ arn: "t" }, {}), (one) => [one.executionId, one.status, one.isOpen]),
			[[executionId, "TIMED_OUT", true]],
		);
		clock.advance(183 * 86_400_000);
		assert.equal(executions.find(executionId), undefined);
		assert.deepEqual([...executions.list({}, {})], []);
		executions.close();
		await store.close();
		clock.close();
	});
});
