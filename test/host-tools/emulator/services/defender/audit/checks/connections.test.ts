import assert from "node:assert/strict";
import { issued } from "../../../registry-fixture.js";
import { DefenderBench } from "../../defender-bench.js";

const shared = "DEVICE_CERTIFICATE_SHARED_CHECK";
const conflicting = "CONFLICTING_CLIENT_IDS_CHECK";
const dayMs = 24 * 3600 * 1000;

describe("checks of connections", () => {
	let bench: DefenderBench;
	const open = async (behaviour = {}) => {
		bench = await DefenderBench.start(behaviour);
		await bench.enable(shared, conflicting);
	};
	afterEach(() => bench.close());
	const codes = async () =>
		(await bench.audit(shared, conflicting)).findings.map((finding) => finding.reasonForNonComplianceCode);

	it("find a certificate with two client ids at once, newest connection first", async () => {
		await open();
		const { certificateId } = bench.addCertificate("c");
		bench.connect("a", certificateId);
		bench.plane.clock.advance(1000);
		bench.connect("b", certificateId);
		bench.plane.clock.advance(1000);
		bench.disconnect("a");
		const { findings } = await bench.audit(shared);
		assert.equal(findings.length, 1);
		const [finding] = findings;
		assert.equal(finding?.severity, "CRITICAL");
		assert.equal(finding?.reasonForNonCompliance, "Certificate shared by one or more devices.");
		assert.equal(finding?.reasonForNonComplianceCode, "CERTIFICATE_SHARED_BY_MULTIPLE_DEVICES");
		const related = finding?.relatedResources ?? [];
		assert.deepEqual(
			related.map(({ resourceIdentifier }) => resourceIdentifier?.clientId),
			["b", "a"],
		);
		assert.deepEqual(Object.keys(related[0]?.additionalInfo ?? {}), ["CONNECTION_TIME"]);
		assert.deepEqual(Object.keys(related[1]?.additionalInfo ?? {}), ["CONNECTION_TIME", "DISCONNECTION_TIME"]);
	});

	it("find no provisioning claim, whoever uses it", async () => {
		await open();
		const { certificates } = bench.plane.registry;
		const claim = certificates.addCertificate(issued("claim"), { status: "ACTIVE", claimForTemplate: "t" });
		bench.connect("a", claim.certificateId);
		bench.connect("b", claim.certificateId);
		assert.deepEqual(await codes(), []);
	});

	it("find none that was used by one client id after the other, nor one of long ago", async () => {
		await open();
		const { certificateId } = bench.addCertificate("c");
		bench.connect("a", certificateId);
		bench.disconnect("a");
		bench.plane.clock.advance(1);
		bench.connect("b", certificateId);
		bench.disconnect("b");
		assert.deepEqual(await codes(), []);
		const other = bench.addCertificate("d").certificateId;
		bench.connect("a", other);
		bench.connect("b", other);
		bench.disconnect("a");
		bench.disconnect("b");
		assert.equal((await codes()).length, 1);
		bench.plane.clock.advance(32 * dayMs);
		assert.deepEqual(await codes(), []);
	});

	it("look late where the behaviour says so, as AWS does", async () => {
		await open({ auditLagMs: 7_200_000 });
		const { certificateId } = bench.addCertificate("c");
		bench.connect("a", certificateId);
		bench.connect("b", certificateId);
		assert.deepEqual(await codes(), []);
		bench.plane.clock.advance(7_200_001);
		assert.equal((await codes()).length, 1);
	});

	it("find a client id whose connections end each other", async () => {
		await open();
		const { certificateId } = bench.addCertificate("c");
		bench.connect("a", certificateId);
		bench.connect("a", certificateId);
		const { findings } = await bench.audit(conflicting);
		assert.equal(findings[0]?.reasonForNonComplianceCode, "DUPLICATE_CLIENT_ID_ACROSS_CONNECTIONS");
		assert.equal(findings[0]?.nonCompliantResource?.resourceIdentifier?.clientId, "a");
		const [related] = findings[0]?.relatedResources ?? [];
		assert.equal(related?.resourceIdentifier?.deviceCertificateId, certificateId);
	});

	it("find attachments only where the behaviour says so", async () => {
		const attach = () => {
			const { things } = bench.plane.registry;
			const { certificateArn } = bench.addCertificate("c");
			for (const name of ["s1", "s2"]) {
				things.createThing(name);
				things.attachThingPrincipal(name, certificateArn);
			}
		};
		await open();
		attach();
		assert.deepEqual(await codes(), []);
		await bench.close();
		await open({ auditAttachments: true });
		attach();
		const [finding] = (await bench.audit(shared)).findings;
		assert.deepEqual(finding?.relatedResources?.[0]?.additionalInfo, { THINGSMITH_SOURCE: "THING_ATTACHMENT" });
	});
});
