import assert from "node:assert/strict";
import { lookupsOf } from "../../../../../host-tools/emulator/services/rules/lookups.js";
import type { ShadowDocument } from "../../../../../host-tools/emulator/services/shadow/shadows.js";
import { TestControlPlane } from "../../http/test-control-plane.js";
import { resultOf } from "./sql/run-sql.js";

describe("lookupsOf()", () => {
	let plane: TestControlPlane;
	before(async () => {
		plane = await TestControlPlane.start();
	});
	after(() => plane.close());
	const ask = (expression: string) => {
		const shadowOf = (thingName: string, shadowName?: string): ShadowDocument => ({
			thingName,
			shadowName,
			state: { reported: { alarm: `${thingName} ${shadowName ?? "classic"}` } },
			metadata: {},
			version: 3,
			timestamp: 1,
		});
		const shadows = {
			findShadow: (thingName: string, shadowName?: string) =>
				thingName === "t" ? shadowOf(thingName, shadowName) : undefined,
			listNamedShadows: () => [],
		};
		const connections = { connectionOf: () => undefined };
		const lookups = lookupsOf({ registry: { ...plane.registry, shadows }, connections }, () => undefined);
		return resultOf(expression, {}, { lookups });
	};

	it("finds shadows, classic and named", () => {
		assert.equal(ask("get_thing_shadow('t', 'arn:aws:iam::0:role/r').state.reported.alarm"), "t classic");
		assert.equal(ask("get_thing_shadow('t', 's', 'arn').state.reported.alarm"), "t s");
		assert.equal(ask("get_thing_shadow('t', 'arn').version"), 3);
		assert.equal(ask("get_thing_shadow('u', 'arn')"), "Undefined");
		assert.equal(ask("get_thing_shadow('t')"), "Undefined");
	});

	it("finds things and their groups", () => {
		const { things, thingGroups } = plane.registry;
		things.createThing("t", { a: "1" });
		thingGroups.createThingGroup("g");
		thingGroups.addThingToThingGroup("g", "t");
		assert.equal(ask("get_registry_data('DescribeThing', 't', 'arn').attributes.a"), "1");
		assert.equal(ask("get(get_registry_data('ListThingGroupsForThing', 't', 'arn').thingGroups, 0).groupName"), "g");
		assert.equal(ask("get_registry_data('DescribeThing', 'u', 'arn')"), "Undefined");
	});
});
