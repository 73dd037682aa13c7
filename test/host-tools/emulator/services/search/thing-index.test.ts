import assert from "node:assert/strict";
import { EmulatorClock } from "../../../../../host-tools/emulator/clock.js";
import { nothingIndexed } from "../../../../../host-tools/emulator/services/search/index-configuration.js";
import { parseQuery } from "../../../../../host-tools/emulator/services/search/query/parse-query.js";
import { ThingIndex } from "../../../../../host-tools/emulator/services/search/thing-index.js";
import { openTestRegistry, type TestRegistry } from "../registry-fixture.js";

const count = 2100;
/** Of five slices, the last one ends with the search. */
const turnsBetween = 4;

describe("ThingIndex of a big fleet", () => {
	let clock: EmulatorClock;
	let registry: TestRegistry;
	let index: ThingIndex;
	beforeEach(async () => {
		clock = new EmulatorClock();
		registry = await openTestRegistry(clock);
		const { things, changes, shadows } = registry;
		index = new ThingIndex({
			things,
			changes,
			shadows,
			configuration: () => nothingIndexed,
			groupNamesOf: () => [],
			connectivityOf: () => undefined,
		});
		for (let n = 0; n < count; n++) things.createThing(nameOf(n), { parity: n % 2 === 0 ? "even" : "odd" });
	});
	afterEach(async () => {
		index.close();
		await registry.close();
		clock.close();
	});
	const nameOf = (n: number) => `t${String(n).padStart(4, "0")}`;
	const namesOf = async (query: string, meanwhile = (_turn: number) => {}) => {
		const names: string[] = [];
		let turns = 0;
		let isOver = false;
		const turn = () => {
			if (isOver) return;
			turns += 1;
			meanwhile(turns);
			setImmediate(turn);
		};
		setImmediate(turn);
		for await (const { indexed } of index.search(parseQuery(query))) names.push(indexed.thing.thingName);
		isOver = true;
		return { names, turns };
	};

	it("lets others in between while it makes its lists", async () => {
		let turns = 0;
		let isReady = false;
		const turn = () => {
			turns += 1;
			if (!isReady) setImmediate(turn);
		};
		setImmediate(turn);
		await index.ready();
		isReady = true;
		assert.ok(turns >= turnsBetween, `${turns} turns`);
	});

	for (const query of ["NOT thingName:t*", "NOT attributes.parity:*", "nowhere*", "*"]) {
		it(`lets others in between while it looks for ${query}`, async () => {
			await index.ready();
			const { names, turns } = await namesOf(query);
			assert.equal(names.length, query === "*" ? count : 0);
			assert.ok(turns >= turnsBetween, `${turns} turns`);
		});
	}

	it("finds each thing once, whatever comes and goes meanwhile", async () => {
		await index.ready();
		const { names } = await namesOf("attributes.parity:odd", (turn) => {
			if (turn !== 1) return;
			registry.things.deleteThing(nameOf(1));
			registry.things.deleteThing(nameOf(1501));
			registry.things.createThing("t0000a", { parity: "odd" });
			registry.things.createThing("t1600a", { parity: "odd" });
		});
		const odd = Array.from({ length: count }, (_, n) => nameOf(n)).filter((_, n) => n % 2 === 1 && n !== 1501);
		assert.deepEqual(names, [...odd, "t1600a"].sort());
	});
});
