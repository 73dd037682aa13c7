import assert from "node:assert/strict";
import { EmulatorClock } from "../../../../../host-tools/emulator/clock.js";
import { TemporaryDirectories } from "../../../../support/temporary-directory.js";
import { issued, openFixture, openTestRegistry, policyDocument, type RegistryFixture } from "../registry-fixture.js";

const hour = 3600 * 1000;

describe("Registry: certificates that end by themselves", () => {
	const directories = new TemporaryDirectories();
	let fixture: RegistryFixture;
	beforeEach(async () => {
		fixture = await openFixture();
	});
	afterEach(async () => {
		await fixture.close();
		await directories.remove();
	});

	const exists = (name: string) =>
		fixture.registry.certificates.findCertificate(issued(name).certificateId) !== undefined;
	function addPending(name: string, milliseconds: number): string {
		const pendingUntil = fixture.clock.now() + milliseconds;
		return fixture.registry.certificates.addCertificate(issued(name), { status: "PENDING_ACTIVATION", pendingUntil })
			.certificateArn;
	}

	it("a pending certificate is deleted when its time is over, whatever the order of making", () => {
		addPending("late", 2 * hour);
		addPending("early", hour);
		const changes: unknown[] = [];
		fixture.registry.changes.onChange((change) => changes.push(change));
		fixture.clock.advance(hour - 1000);
		assert.deepEqual([exists("early"), exists("late")], [true, true]);
		fixture.clock.advance(1000);
		assert.deepEqual([exists("early"), exists("late")], [false, true]);
		assert.deepEqual(changes, [{ kind: "certificate", name: issued("early").certificateId }]);
		fixture.clock.advance(hour);
		assert.deepEqual([exists("early"), exists("late")], [false, false]);
	});

	it("a pending certificate stays when it was activated, deactivated, or attached to a policy or a thing", () => {
		const { registry, clock } = fixture;
		for (const name of ["active", "inactive", "with policy", "with thing", "left alone"]) addPending(name, hour);
		const arnOf = (name: string) =>
			registry.certificates.describeCertificate(issued(name).certificateId).certificateArn;
		assert.equal(
			registry.certificates.updateCertificate(issued("active").certificateId, "ACTIVE").pendingUntil,
			undefined,
		);
		registry.certificates.updateCertificate(issued("inactive").certificateId, "INACTIVE");
		registry.policies.createPolicy("policy", policyDocument);
		registry.policies.attachPolicy("policy", arnOf("with policy"));
		registry.things.createThing("thing");
		registry.things.attachThingPrincipal("thing", arnOf("with thing"));
		clock.advance(2 * hour);
		for (const name of ["active", "inactive", "with policy", "with thing"]) assert.ok(exists(name), name);
		assert.equal(exists("left alone"), false);
	});

	it("an expired claim stays known for an hour", () => {
		const notAfter = fixture.clock.now() + 300_000;
		fixture.registry.certificates.addCertificate(issued("claim", notAfter), {
			status: "ACTIVE",
			claimForTemplate: "T",
		});
		fixture.clock.advance(300_000 + hour - 1000);
		assert.ok(exists("claim"));
		fixture.clock.advance(2000);
		assert.equal(exists("claim"), false);
	});

	it("a certificate of its own date is never deleted", () => {
		fixture.registry.certificates.addCertificate(issued("old", 1000), { status: "ACTIVE" });
		fixture.clock.advance(1000 * hour);
		assert.ok(exists("old"));
	});

	it("after a restart the same certificates end at the same time", async () => {
		const dataDirectory = await directories.make();
		const first = await openTestRegistry(fixture.clock, dataDirectory);
		for (const [name, milliseconds] of [
			["over meanwhile", hour],
			["over later", 3 * hour],
		] as const) {
			const pendingUntil = fixture.clock.now() + milliseconds;
			first.certificates.addCertificate(issued(name), { status: "PENDING_ACTIVATION", pendingUntil });
		}
		await first.close();
		const clock = new EmulatorClock();
		clock.advance(2 * hour);
		const second = await openTestRegistry(clock, dataDirectory);
		assert.equal(second.certificates.findCertificate(issued("over meanwhile").certificateId), undefined);
		assert.ok(second.certificates.findCertificate(issued("over later").certificateId));
		clock.advance(2 * hour);
		assert.equal(second.certificates.findCertificate(issued("over later").certificateId), undefined);
		await second.close();
		clock.close();
	});
});
