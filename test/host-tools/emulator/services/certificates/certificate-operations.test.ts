import assert from "node:assert/strict";
import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import {
	CertificateStateException,
	CreateCertificateFromCsrCommand,
	CreateKeysAndCertificateCommand,
	DeleteCertificateCommand,
	DescribeCertificateCommand,
	InvalidRequestException,
	ListCertificatesCommand,
	paginateListCertificates,
	UpdateCertificateCommand,
} from "@aws-sdk/client-iot";
import { EmulatorClock } from "../../../../../host-tools/emulator/clock.js";
import { openPki } from "../../../../../host-tools/emulator/pki/open-pki.js";
import type { Pki } from "../../../../../host-tools/emulator/pki/pki.js";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";
import { ec, makeCsr } from "../../pki/make-csr.js";
import { issued } from "../registry-fixture.js";

describe("Control plane: certificates", () => {
	const clock = new EmulatorClock();
	let pki: Pki;
	let plane: TestControlPlane;
	before(async () => {
		pki = await openPki({ clock });
		plane = await TestControlPlane.start({ pki });
	});
	after(async () => {
		await plane.close();
		pki.close();
		clock.close();
	});

	it("CreateKeysAndCertificate answers a certificate, its id, its ARN and its keys; INACTIVE unless asked", async () => {
		const answer = await plane.iot.send(new CreateKeysAndCertificateCommand({}));
		const certificate = new X509Certificate(answer.certificatePem ?? "");
		assert.equal(answer.certificateId, createHash("sha256").update(certificate.raw).digest("hex"));
		assert.equal(answer.certificateArn, `arn:aws:iot:us-east-1:000000000000:cert/${answer.certificateId}`);
		assert.match(answer.keyPair?.PrivateKey ?? "", /^-----BEGIN RSA PRIVATE KEY-----/);
		assert.match(answer.keyPair?.PublicKey ?? "", /^-----BEGIN PUBLIC KEY-----/);
		assert.equal(certificate.checkPrivateKey(createPrivateKey(answer.keyPair?.PrivateKey ?? "")), true);
		assert.equal(plane.registry.certificates.describeCertificate(answer.certificateId ?? "").status, "INACTIVE");
		const active = await plane.iot.send(new CreateKeysAndCertificateCommand({ setAsActive: true }));
		assert.equal(plane.registry.certificates.describeCertificate(active.certificateId ?? "").status, "ACTIVE");
	});

	it("CreateCertificateFromCsr answers a certificate without keys, and refuses what is no CSR", async () => {
		const { pem } = await makeCsr(ec("P-256"));
		const answer = await plane.iot.send(
			new CreateCertificateFromCsrCommand({ certificateSigningRequest: pem, setAsActive: true }),
		);
		assert.equal(plane.registry.certificates.describeCertificate(answer.certificateId ?? "").status, "ACTIVE");
		assert.equal("keyPair" in answer, false);
		await assert.rejects(
			plane.iot.send(new CreateCertificateFromCsrCommand({ certificateSigningRequest: "nonsense" })),
			awsException("InvalidRequestException", 400, /signing request/),
		);
	});

	it("DescribeCertificate answers times as dates and all that AWS says of a certificate", async () => {
		const created = await plane.iot.send(new CreateKeysAndCertificateCommand({ setAsActive: true }));
		const { certificateDescription: described } = await plane.iot.send(
			new DescribeCertificateCommand({ certificateId: created.certificateId }),
		);
		assert.equal(described?.certificatePem, created.certificatePem);
		assert.equal(described?.status, "ACTIVE");
		assert.equal(described?.ownedBy, "000000000000");
		assert.equal(described?.customerVersion, 1);
		assert.deepEqual(described?.transferData, {});
		assert.equal(described?.certificateMode, "DEFAULT");
		assert.match(described?.generationId ?? "", /^[0-9a-f-]{36}$/);
		assert.ok(Math.abs((described?.creationDate?.getTime() ?? 0) - Date.now()) < 60_000);
		assert.equal(described?.validity?.notAfter?.getTime(), Date.UTC(2049, 11, 31, 23, 59, 59));
		await assert.rejects(
			plane.iot.send(new DescribeCertificateCommand({ certificateId: "a".repeat(64) })),
			awsException("ResourceNotFoundException", 404, /aaaa/),
		);
	});

	it("UpdateCertificate and DeleteCertificate keep AWS's order: deactivate, then delete", async () => {
		const { certificateId } = plane.registry.certificates.addCertificate(issued("to delete"), { status: "ACTIVE" });
		await assert.rejects(plane.iot.send(new DeleteCertificateCommand({ certificateId })), (error) => {
			assert.ok(error instanceof CertificateStateException);
			return awsException("CertificateStateException", 406)(error);
		});
		await assert.rejects(
			plane.iot.send(new UpdateCertificateCommand({ certificateId, newStatus: "PENDING_ACTIVATION" })),
			(error) => error instanceof InvalidRequestException,
		);
		await plane.iot.send(new UpdateCertificateCommand({ certificateId, newStatus: "INACTIVE" }));
		await plane.iot.send(new DeleteCertificateCommand({ certificateId }));
		assert.equal(plane.registry.certificates.findCertificate(certificateId), undefined);
	});

	it("DeleteCertificate with forceDelete skips the policy condition", async () => {
		const { certificateId, certificateArn } = plane.registry.certificates.addCertificate(issued("forced"), {
			status: "REVOKED",
		});
		plane.registry.policies.createPolicy(
			"forced",
			'{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iot:*","Resource":"*"}}',
		);
		plane.registry.policies.attachPolicy("forced", certificateArn);
		await assert.rejects(
			plane.iot.send(new DeleteCertificateCommand({ certificateId })),
			awsException("DeleteConflictException", 409),
		);
		await plane.iot.send(new DeleteCertificateCommand({ certificateId, forceDelete: true }));
	});
});

describe("Control plane: ListCertificates", () => {
	let plane: TestControlPlane;
	const ids: string[] = [];
	before(async () => {
		plane = await TestControlPlane.start();
		for (let index = 0; index < 30; index++) {
			// Three at a time of the same moment.
			if (index % 3 === 0) plane.clock.advance(5000);
			ids.push(plane.registry.certificates.addCertificate(issued(`c${index}`), { status: "ACTIVE" }).certificateId);
		}
		plane.registry.certificates.addCertificate(issued("claim"), { status: "ACTIVE", claimForTemplate: "T" });
	});
	after(() => plane.close());

	it("pages newest first, 25 at a time, without claims", async () => {
		const first = await plane.iot.send(new ListCertificatesCommand({}));
		assert.equal(first.certificates?.length, 25);
		const rest = await plane.iot.send(new ListCertificatesCommand({ marker: first.nextMarker }));
		assert.equal(rest.nextMarker, undefined);
		const listed = [...(first.certificates ?? []), ...(rest.certificates ?? [])];
		assert.deepEqual(new Set(listed.map(({ certificateId }) => certificateId)), new Set(ids));
		const dates = listed.map(({ creationDate }) => creationDate?.getTime() ?? 0);
		assert.deepEqual(
			dates,
			dates.toSorted((a, b) => b - a),
		);
		assert.deepEqual(Object.keys(listed[0] ?? {}).sort(), [
			"certificateArn",
			"certificateId",
			"certificateMode",
			"creationDate",
			"status",
		]);
	});

	it("pages oldest first when asked to, whatever the page size", async () => {
		for (const pageSize of [1, 7, 30, 250]) {
			const listed: string[] = [];
			const pages = paginateListCertificates({ client: plane.iot, pageSize }, { ascendingOrder: true });
			for await (const page of pages) {
				for (const { certificateId } of page.certificates ?? []) listed.push(certificateId ?? "");
			}
			assert.deepEqual(new Set(listed.slice(0, 3)), new Set(ids.slice(0, 3)));
			assert.equal(listed.length, 30, `page size ${pageSize}`);
		}
	});

	it("goes on rightly when the certificate at the page's end is deleted meanwhile", async () => {
		const first = await plane.iot.send(new ListCertificatesCommand({ pageSize: 10 }));
		const last = first.certificates?.at(-1)?.certificateId ?? "";
		plane.registry.certificates.updateCertificate(last, "INACTIVE");
		plane.registry.certificates.deleteCertificate(last);
		const rest = await plane.iot.send(new ListCertificatesCommand({ pageSize: 250, marker: first.nextMarker }));
		assert.equal(rest.certificates?.length, 20);
	});

	it("refuses page sizes out of range and markers of another list", async () => {
		for (const pageSize of [0, 251, -1]) {
			await assert.rejects(
				plane.iot.send(new ListCertificatesCommand({ pageSize })),
				awsException("InvalidRequestException", 400, /pageSize must be 1 to 250/),
			);
		}
		const { nextMarker } = await plane.iot.send(new ListCertificatesCommand({ pageSize: 1 }));
		for (const request of [
			{ marker: "nonsense" },
			{ marker: "bnVsbA" },
			{ marker: nextMarker, ascendingOrder: true },
		]) {
			await assert.rejects(
				plane.iot.send(new ListCertificatesCommand(request)),
				awsException("InvalidRequestException", 400, /marker/),
			);
		}
	});
});
