import assert from "node:assert/strict";
import { defaultScope } from "../../../host-tools/emulator/arn.js";
import { EmulatorClock } from "../../../host-tools/emulator/clock.js";
import { openRegistry } from "../../../host-tools/emulator/services/registry.js";
import { openStore } from "../../../host-tools/emulator/store/open-store.js";
import type { Store } from "../../../host-tools/emulator/store/store.js";
import { document, saying, thingArn } from "../../host-tools/emulator/services/jobs/job-fixture.js";
import { TemporaryDirectories } from "../../support/temporary-directory.js";
import { LogCuts } from "./log-cuts.js";

const things = ["a", "b"];

describe("Jobs, whenever the emulator is killed", () => {
	const directories = new TemporaryDirectories();
	const clock = new EmulatorClock();
	afterEach(() => directories.remove());
	after(() => clock.close());

	/** The status of the job, those of its executions, and which things have something to do. */
	const seenIn = (store: Store) => {
		const registry = openRegistry({ clock, store });
		const { jobs } = registry;
		const executions = [...jobs.executions.ofJob("j")].map(({ status }) => status);
		const pending = things.filter((thing) => [...jobs.executions.pendingOf(thing)].length > 0);
		registry.close();
		return [jobs.findJob("j")?.status, executions, pending];
	};

	it("are there with their executions, and completed by the last of them", async () => {
		const cuts = await LogCuts.make(directories);
		const store = await cuts.open();
		const registry = openRegistry({ clock, store });
		const { jobs } = registry;
		for (const thing of things) registry.things.createThing(thing);
		await store.durable();
		cuts.begin();
		const steps: readonly (readonly [name: string, step: () => unknown, seen: unknown])[] = [
			[
				"created",
				() => jobs.createJob("j", { targets: things.map(thingArn), document }, defaultScope),
				["IN_PROGRESS", ["QUEUED", "QUEUED"], things],
			],
			["half", () => jobs.report("a", "j", saying("SUCCEEDED")), ["IN_PROGRESS", ["SUCCEEDED", "QUEUED"], ["b"]]],
			["done", () => jobs.report("b", "j", saying("SUCCEEDED")), ["COMPLETED", ["SUCCEEDED", "SUCCEEDED"], []]],
			["deleted", () => jobs.removeJob("j", false), [undefined, [], []]],
			[
				"again",
				() => jobs.createJob("j", { targets: [thingArn("a")], document }, defaultScope),
				["IN_PROGRESS", ["QUEUED"], ["a"]],
			],
			["without its thing", () => registry.things.deleteThing("a"), ["COMPLETED", [], []]],
		];
		for (const [name, step] of steps) {
			step();
			await store.durable();
			cuts.mark(name);
		}
		registry.close();
		await store.close();

		const all = await cuts.all();
		assert.deepEqual(
			all.map(({ mark }) => mark),
			[undefined, ...steps.map(([name]) => name)],
		);
		for (const { directory, mark } of all) {
			const next = await openStore({ directory });
			const [, , seen] = steps.find(([name]) => name === mark) ?? [mark, undefined, [undefined, [], []]];
			assert.deepEqual(seenIn(next), seen, mark);
			await next.close();
		}
	});
});
