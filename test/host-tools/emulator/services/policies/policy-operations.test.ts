import assert from "node:assert/strict";
import {
	AttachPolicyCommand,
	CreatePolicyCommand,
	DeleteConflictException,
	DeletePolicyCommand,
	DetachPolicyCommand,
	GetPolicyCommand,
	ListAttachedPoliciesCommand,
	ListPoliciesCommand,
	ListTargetsForPolicyCommand,
	MalformedPolicyException,
	ResourceAlreadyExistsException,
} from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";
import { issued, policyDocument } from "../registry-fixture.js";

describe("Control plane: policies", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
	});
	afterEach(() => plane.close());

	it("CreatePolicy and GetPolicy take every character a name may have", async () => {
		const policyName = "a+b=c,d.e@f-g_1";
		const created = await plane.iot.send(new CreatePolicyCommand({ policyName, policyDocument }));
		assert.equal(created.policyArn, `arn:aws:iot:us-east-1:000000000000:policy/${policyName}`);
		assert.equal(created.policyVersionId, "1");
		assert.equal(created.policyDocument, policyDocument);
		const got = await plane.iot.send(new GetPolicyCommand({ policyName }));
		assert.equal(got.policyName, policyName);
		assert.equal(got.policyDocument, policyDocument);
		assert.equal(got.defaultVersionId, "1");
		assert.ok(got.creationDate instanceof Date && got.lastModifiedDate instanceof Date);
		assert.match(got.generationId ?? "", /^[0-9a-f-]{36}$/);
	});

	it("CreatePolicy refuses a taken name with the resource's id and ARN, and a malformed document", async () => {
		await plane.iot.send(new CreatePolicyCommand({ policyName: "p", policyDocument }));
		await assert.rejects(plane.iot.send(new CreatePolicyCommand({ policyName: "p", policyDocument })), (error) => {
			assert.ok(error instanceof ResourceAlreadyExistsException);
			assert.equal(error.resourceId, "p");
			assert.equal(error.resourceArn, "arn:aws:iot:us-east-1:000000000000:policy/p");
			return awsException("ResourceAlreadyExistsException", 409)(error);
		});
		await assert.rejects(
			plane.iot.send(new CreatePolicyCommand({ policyName: "q", policyDocument: "{}" })),
			(error) => error instanceof MalformedPolicyException && error.$metadata.httpStatusCode === 400,
		);
	});

	it("attaches, lists from both sides, detaches, and only then deletes", async () => {
		const { certificateArn: target } = plane.registry.certificates.addCertificate(issued("c"), { status: "ACTIVE" });
		const policyName = "p";
		await plane.iot.send(new CreatePolicyCommand({ policyName, policyDocument }));
		await plane.iot.send(new AttachPolicyCommand({ policyName, target }));
		const attached = await plane.iot.send(new ListAttachedPoliciesCommand({ target, recursive: true }));
		assert.deepEqual(attached.policies, [{ policyName, policyArn: "arn:aws:iot:us-east-1:000000000000:policy/p" }]);
		const targets = await plane.iot.send(new ListTargetsForPolicyCommand({ policyName }));
		assert.deepEqual(targets.targets, [target]);
		await assert.rejects(plane.iot.send(new DeletePolicyCommand({ policyName })), (error) => {
			assert.ok(error instanceof DeleteConflictException);
			return awsException("DeleteConflictException", 409)(error);
		});
		await plane.iot.send(new DetachPolicyCommand({ policyName, target }));
		await plane.iot.send(new DeletePolicyCommand({ policyName }));
		await assert.rejects(
			plane.iot.send(new GetPolicyCommand({ policyName })),
			awsException("ResourceNotFoundException", 404),
		);
	});

	it("AttachPolicy refuses the eleventh policy with status 410", async () => {
		const { certificateArn: target } = plane.registry.certificates.addCertificate(issued("c"), { status: "ACTIVE" });
		for (let index = 0; index < 11; index++) plane.registry.policies.createPolicy(`p${index}`, policyDocument);
		for (let index = 0; index < 10; index++) {
			await plane.iot.send(new AttachPolicyCommand({ policyName: `p${index}`, target }));
		}
		await assert.rejects(
			plane.iot.send(new AttachPolicyCommand({ policyName: "p10", target })),
			awsException("LimitExceededException", 410),
		);
	});

	it("pages ListPolicies, ListAttachedPolicies and ListTargetsForPolicy by marker", async () => {
		const { certificateArn: target } = plane.registry.certificates.addCertificate(issued("c"), { status: "ACTIVE" });
		const other = plane.registry.certificates.addCertificate(issued("d"), { status: "ACTIVE" }).certificateArn;
		for (const name of ["b", "a", "c"]) {
			plane.registry.policies.createPolicy(name, policyDocument);
			plane.registry.policies.attachPolicy(name, target);
			plane.clock.advance(1000);
		}
		plane.registry.policies.attachPolicy("a", other);
		const names = async (
			send: (marker?: string) => Promise<{ items: (string | undefined)[]; next?: string | undefined }>,
		) => {
			const listed: (string | undefined)[] = [];
			let next: string | undefined;
			do {
				const page = await send(next);
				assert.equal(page.items.length, 1);
				listed.push(...page.items);
				next = page.next;
			} while (next !== undefined);
			return listed;
		};
		const policyPage = (page: {
			policies?: { policyName?: string | undefined }[] | undefined;
			nextMarker?: string | undefined;
		}) => ({
			items: (page.policies ?? []).map(({ policyName }) => policyName),
			next: page.nextMarker,
		});
		const list = (ascendingOrder: boolean) =>
			names(async (marker) =>
				policyPage(await plane.iot.send(new ListPoliciesCommand({ pageSize: 1, marker, ascendingOrder }))),
			);
		assert.deepEqual(await list(true), ["b", "a", "c"]);
		assert.deepEqual(await list(false), ["c", "a", "b"]);
		const attached = await names(async (marker) =>
			policyPage(await plane.iot.send(new ListAttachedPoliciesCommand({ target, pageSize: 1, marker }))),
		);
		assert.deepEqual(attached, ["a", "b", "c"]);
		const targets = await names(async (marker) => {
			const page = await plane.iot.send(new ListTargetsForPolicyCommand({ policyName: "a", pageSize: 1, marker }));
			return { items: page.targets ?? [], next: page.nextMarker };
		});
		assert.deepEqual(targets, [target, other].sort());
	});
});
