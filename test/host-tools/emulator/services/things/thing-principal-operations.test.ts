import assert from "node:assert/strict";
import {
	AttachThingPrincipalCommand,
	DeleteCertificateCommand,
	DeleteThingCommand,
	DetachThingPrincipalCommand,
	ListPrincipalThingsCommand,
	ListPrincipalThingsV2Command,
	ListThingPrincipalsCommand,
	ListThingPrincipalsV2Command,
	type ThingPrincipalType,
} from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";
import { issued } from "../registry-fixture.js";

describe("Control plane: principals of things", () => {
	let plane: TestControlPlane;
	let principal: string;
	let certificateId: string;
	const thingName = "thing:1";
	beforeEach(async () => {
		plane = await TestControlPlane.start();
		plane.registry.things.createThing(thingName);
		({ certificateArn: principal, certificateId } = plane.registry.certificates.addCertificate(issued("c"), {
			status: "INACTIVE",
		}));
	});
	afterEach(() => plane.close());

	it("attaches, lists from both sides and detaches", async () => {
		await plane.iot.send(new AttachThingPrincipalCommand({ thingName, principal }));
		assert.deepEqual((await plane.iot.send(new ListThingPrincipalsCommand({ thingName }))).principals, [principal]);
		assert.deepEqual((await plane.iot.send(new ListPrincipalThingsCommand({ principal }))).things, [thingName]);
		await assert.rejects(
			plane.iot.send(new DeleteThingCommand({ thingName })),
			awsException("InvalidRequestException", 400, /attached/),
		);
		await assert.rejects(
			plane.iot.send(new DeleteCertificateCommand({ certificateId, forceDelete: true })),
			awsException("DeleteConflictException", 409),
		);
		await plane.iot.send(new DetachThingPrincipalCommand({ thingName, principal }));
		assert.deepEqual((await plane.iot.send(new ListThingPrincipalsCommand({ thingName }))).principals, []);
		await plane.iot.send(new DeleteThingCommand({ thingName }));
	});

	it("pages both lists", async () => {
		const other = plane.registry.certificates.addCertificate(issued("d"), { status: "ACTIVE" }).certificateArn;
		plane.registry.things.createThing("thing:2");
		for (const [thing, arn] of [
			[thingName, principal],
			[thingName, other],
			["thing:2", principal],
		] as const) {
			plane.registry.things.attachThingPrincipal(thing, arn);
		}
		const first = await plane.iot.send(new ListThingPrincipalsCommand({ thingName, maxResults: 1 }));
		const { nextToken } = first;
		const second = await plane.iot.send(new ListThingPrincipalsCommand({ thingName, maxResults: 1, nextToken }));
		assert.deepEqual([...(first.principals ?? []), ...(second.principals ?? [])], [principal, other].sort());
		assert.equal(second.nextToken, undefined);
		const things = await plane.iot.send(new ListPrincipalThingsCommand({ principal, maxResults: 1 }));
		assert.deepEqual(things.things, [thingName]);
		assert.ok(things.nextToken);
	});

	it("attaches exclusively: to one thing, which both lists say", async () => {
		const attach = (to: string, thingPrincipalType?: ThingPrincipalType) =>
			plane.iot.send(new AttachThingPrincipalCommand({ thingName: to, principal, thingPrincipalType }));
		const other = plane.registry.certificates.addCertificate(issued("d"), { status: "ACTIVE" }).certificateArn;
		plane.registry.things.createThing("thing:2");
		plane.registry.things.attachThingPrincipal(thingName, other);
		await attach(thingName, "EXCLUSIVE_THING");
		await attach(thingName, "EXCLUSIVE_THING");
		const refusal = awsException("InvalidRequestException", 400, /attached exclusively to thing "thing:1": detach it/);
		for (const type of ["EXCLUSIVE_THING", "NON_EXCLUSIVE_THING", undefined] as const) {
			await assert.rejects(attach("thing:2", type), refusal);
		}
		await assert.rejects(attach(thingName, "NON_EXCLUSIVE_THING"), refusal);

		const principals = async (thingPrincipalType?: ThingPrincipalType) => {
			const listed = await plane.iot.send(new ListThingPrincipalsV2Command({ thingName, thingPrincipalType }));
			return listed.thingPrincipalObjects;
		};
		const exclusive = { principal, thingPrincipalType: "EXCLUSIVE_THING" };
		const shared = { principal: other, thingPrincipalType: "NON_EXCLUSIVE_THING" };
		assert.deepEqual(new Set(await principals()), new Set([exclusive, shared]));
		assert.deepEqual(await principals("EXCLUSIVE_THING"), [exclusive]);
		assert.deepEqual(await principals("NON_EXCLUSIVE_THING"), [shared]);
		const things = await plane.iot.send(new ListPrincipalThingsV2Command({ principal }));
		assert.deepEqual(things.principalThingObjects, [{ thingName, thingPrincipalType: "EXCLUSIVE_THING" }]);

		await plane.iot.send(new DetachThingPrincipalCommand({ thingName, principal }));
		await attach("thing:2");
		await assert.rejects(
			attach(thingName, "EXCLUSIVE_THING"),
			awsException("InvalidRequestException", 400, /attached to thing "thing:2": detach it/),
		);
	});

	it("refuses a missing principal header, an unknown thing and an unknown kind of attachment", async () => {
		const missing = await plane.signed("PUT", "/things/thing%3A1/principals");
		assert.equal(missing.status, 400);
		assert.equal(missing.headers["x-amzn-errortype"], "InvalidRequestException");
		assert.match(missing.json.message, /x-amzn-principal/);
		await assert.rejects(
			plane.iot.send(new AttachThingPrincipalCommand({ thingName: "other", principal })),
			awsException("ResourceNotFoundException", 404),
		);
		await assert.rejects(
			plane.iot.send(new ListThingPrincipalsCommand({ thingName: "other" })),
			awsException(
				"ResourceNotFoundException",
				404,
				/^Failed to list principals for thing other because the thing does not exist in your account$/,
			),
		);
		await assert.rejects(
			plane.iot.send(
				new AttachThingPrincipalCommand({ thingName, principal, thingPrincipalType: "OTHER" as ThingPrincipalType }),
			),
			awsException("InvalidRequestException", 400, /EXCLUSIVE_THING or NON_EXCLUSIVE_THING: it is "OTHER"/),
		);
		assert.deepEqual(plane.registry.things.listThingPrincipals(thingName), []);
	});
});
