import assert from "node:assert/strict";
import { EmulatorClock } from "../../../../../host-tools/emulator/clock.js";
import { type CompiledStatement, compilePolicy } from "../../../../../host-tools/emulator/policy/evaluate-policies.js";
import { parsePolicyDocument } from "../../../../../host-tools/emulator/policy/parse-policy.js";
import { LateRights } from "../../../../../host-tools/emulator/services/policies/late-rights.js";

const policy = (name: string) =>
	compilePolicy(
		name,
		parsePolicyDocument('{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iot:*","Resource":"*"}}'),
	);

describe("LateRights", () => {
	const before = policy("before");
	const after = policy("after");
	let clock: EmulatorClock;
	let present: readonly CompiledStatement[];
	let revision: number;
	let behaviour: { policyDelayMs: number };
	const open = () => {
		const late = new LateRights(clock, behaviour);
		return late.of("certificate", {
			get revision() {
				return revision;
			},
			scope: { region: "us-east-1", accountId: "000000000000" },
			holder: "certificate",
			statements: () => present,
			attachedThings: () => [],
			thingNameOf: (clientId) => clientId,
			findThing: () => undefined,
		});
	};
	beforeEach(() => {
		clock = new EmulatorClock();
		present = before;
		revision = 1;
		behaviour = { policyDelayMs: 600_000 };
	});
	afterEach(() => clock.close());

	it("let a change act when its time is over, and say that what was computed is stale then", () => {
		const rights = open();
		assert.equal(rights.statements(undefined), before);
		present = after;
		revision = 2;
		assert.equal(rights.statements(undefined), before);
		const seen = rights.revision;
		clock.advance(500_000);
		assert.equal(rights.statements(undefined), before);
		assert.equal(rights.revision, seen);
		clock.advance(100_000);
		assert.notEqual(rights.revision, seen);
		assert.equal(rights.statements(undefined), after);
	});

	it("forget a change that is taken back in time", () => {
		const rights = open();
		rights.statements(undefined);
		present = after;
		rights.statements(undefined);
		present = before;
		clock.advance(300_000);
		assert.equal(rights.statements(undefined), before);
		present = after;
		clock.advance(400_000);
		assert.equal(rights.statements(undefined), before);
	});

	it("act at once without a delay", () => {
		behaviour = { policyDelayMs: 0 };
		const rights = open();
		assert.equal(rights.statements(undefined), before);
		present = after;
		assert.equal(rights.statements(undefined), after);
	});
});
