import assert from "node:assert/strict";
import { AwsError } from "../../../../../host-tools/emulator/aws-error.js";
import { EmulatorClock } from "../../../../../host-tools/emulator/clock.js";
import type { ApiCall, Caller } from "../../../../../host-tools/emulator/http/operation.js";
import { Journal } from "../../../../../host-tools/emulator/journal.js";
import { assumeRoleOperation } from "../../../../../host-tools/emulator/services/role-aliases/assume-role.js";
import { RoleAliases } from "../../../../../host-tools/emulator/services/role-aliases/role-aliases.js";
import { openStore } from "../../../../../host-tools/emulator/store/open-store.js";
import type { Store } from "../../../../../host-tools/emulator/store/store.js";
import { refused } from "../refused.js";
import { issued, openTestRegistry, type TestRegistry } from "../registry-fixture.js";

const scope = { region: "us-east-1", accountId: "000000000000" };
const roleArn = "arn:aws:iam::000000000000:role/device";
const { certificateId } = issued("device");

describe("Credentials provider", () => {
	let clock: EmulatorClock;
	let registry: TestRegistry;
	let store: Store;
	let journal: Journal;
	let aliases: RoleAliases;
	beforeEach(async () => {
		clock = new EmulatorClock();
		journal = new Journal(clock);
		registry = await openTestRegistry(clock);
		store = await openStore({});
		aliases = new RoleAliases(store, clock);
		const { certificateArn } = registry.certificates.addCertificate(issued("device"), { status: "ACTIVE" });
		registry.things.createThing("t");
		registry.things.createThing("other");
		registry.things.attachThingPrincipal("t", certificateArn);
	});
	afterEach(async () => {
		await registry.close();
		await store.close();
		clock.close();
	});

	const denying = () => {
		const error = new AwsError("ForbiddenException", "Forbidden");
		throw Object.assign(error, { problem: { code: "policy-denied", reason: "no statement allows it" } });
	};
	const ask = (headers: Record<string, string> = {}, caller: Partial<Caller> = {}) => {
		const operation = assumeRoleOperation({
			aliases,
			certificates: registry.certificates,
			things: registry.things,
			clock,
			journal,
		});
		assert.deepEqual([operation.plane, operation.method], ["credentials", "GET"]);
		const call = {
			headers,
			path: () => "alias",
			caller: { principal: certificateId, certificateId, authorize() {}, ...caller },
		};
		return operation.handle(call as unknown as ApiCall) as { credentials: Record<string, string> };
	};
	const denied = (message: RegExp) => refused("AccessDeniedException", 403, message);

	it("answers temporary credentials that say they are local", () => {
		aliases.create("alias", { roleArn, credentialDurationSeconds: 900 }, scope);
		const asked: unknown[] = [];
		const { credentials } = ask({ "x-amzn-iot-thingname": "t" }, { authorize: (...args) => asked.push(args) });
		assert.deepEqual(asked, [["iot:AssumeRoleWithCertificate", "alias"]]);
		const { accessKeyId, secretAccessKey = "", sessionToken = "", expiration = "", ...rest } = credentials;
		assert.equal(accessKeyId, "ASIATHINGSMITHLOCAL0");
		assert.match(secretAccessKey, /^thingsmith\/local\/test\/\w{18}$/);
		assert.equal(secretAccessKey.length, 40);
		assert.match(expiration, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
		assert.ok(Math.abs(Date.parse(expiration) - clock.now() - 900_000) <= 1000);
		const token = JSON.parse(Buffer.from(sessionToken, "base64").toString());
		assert.deepEqual([token.roleArn, token.thingName, token.certificateId], [roleArn, "t", certificateId]);
		assert.match(token.note, /local test credentials/);
		assert.deepEqual(rest, {});
		assert.ok(ask().credentials.accessKeyId);
	});

	it("refuses a thing that is not the certificate's before anything else", () => {
		for (const thingName of ["other", "none", ""]) {
			const headers = { "x-amzn-iot-thingname": thingName };
			assert.throws(() => ask(headers, { authorize: denying }), denied(/^Invalid thing name passed$/));
		}
		assert.match(journal.list().at(-1)?.reason ?? "", /the certificate is attached to t$/);
	});

	it("refuses what the policies do not allow before it looks for the alias, and the journal says why", () => {
		assert.throws(() => ask({}, { authorize: denying }), denied(/^Access Denied$/));
		const { plane, code, reason } = journal.list().at(-1) ?? {};
		assert.deepEqual([plane, code, reason], ["credentials", "policy-denied", "no statement allows it"]);
	});

	it("knows no alias that was not made", () => {
		assert.throws(() => ask(), refused("ResourceNotFoundException", 404, /^Role alias does not exist$/));
	});

	it("refuses whoever comes without a certificate", () => {
		aliases.create("alias", { roleArn }, scope);
		assert.throws(() => ask({}, { certificateId: undefined }), denied(/Certificate is invalid on this endpoint/));
	});
});
