import assert from "node:assert/strict";
import {
	AcceptCertificateTransferCommand,
	CancelCertificateTransferCommand,
	DeleteCertificateCommand,
	DescribeCertificateCommand,
	ListOutgoingCertificatesCommand,
	RejectCertificateTransferCommand,
	TransferCertificateCommand,
	UpdateCertificateCommand,
} from "@aws-sdk/client-iot";
import type { CertificateStatus } from "../../../../../host-tools/emulator/services/certificates/certificates.js";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";
import { issued, policyDocument } from "../registry-fixture.js";

const own = "000000000000";
const foreign = "111111111111";

describe("Control plane: certificate transfer", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
	});
	afterEach(() => plane.close());

	const add = (name: string, status: CertificateStatus = "INACTIVE") =>
		plane.registry.certificates.addCertificate(issued(name), { status });
	const transfer = (certificateId: string, targetAwsAccount = own, transferMessage?: string) =>
		plane.iot.send(new TransferCertificateCommand({ certificateId, targetAwsAccount, transferMessage }));
	const accept = (certificateId: string, setAsActive?: boolean) =>
		plane.iot.send(new AcceptCertificateTransferCommand({ certificateId, setAsActive }));
	const reject = (certificateId: string, rejectReason?: string) =>
		plane.iot.send(new RejectCertificateTransferCommand({ certificateId, rejectReason }));
	const cancel = (certificateId: string) => plane.iot.send(new CancelCertificateTransferCommand({ certificateId }));
	const described = async (certificateId: string) =>
		(await plane.iot.send(new DescribeCertificateCommand({ certificateId }))).certificateDescription;
	const outgoing = async (input = {}) => {
		const answer = await plane.iot.send(new ListOutgoingCertificatesCommand(input));
		return answer.outgoingCertificates ?? [];
	};
	const invalid = (message: RegExp) => awsException("InvalidRequestException", 400, message);
	const state = (message: RegExp) => awsException("CertificateStateException", 406, message);

	it("to another account waits, is listed, and can be cancelled only", async () => {
		const { certificateId } = add("one");
		const { transferredCertificateArn } = await transfer(certificateId, foreign, "for you");
		assert.equal(transferredCertificateArn, `arn:aws:iot:us-east-1:${foreign}:cert/${certificateId}`);
		const certificate = await described(certificateId);
		assert.equal(certificate?.status, "PENDING_TRANSFER");
		assert.equal(certificate?.transferData?.transferMessage, "for you");
		const [listed] = await outgoing();
		assert.deepEqual(
			[listed?.certificateId, listed?.transferredTo, listed?.transferMessage],
			[certificateId, foreign, "for you"],
		);
		assert.equal(listed?.transferDate?.getTime(), certificate?.transferData?.transferDate?.getTime());
		const elsewhere = awsException("ResourceNotFoundException", 404, /account 111111111111, which alone can/);
		await assert.rejects(accept(certificateId), elsewhere);
		await assert.rejects(reject(certificateId), elsewhere);
		await cancel(certificateId);
		assert.equal((await described(certificateId))?.status, "INACTIVE");
		assert.deepEqual(await outgoing(), []);
		await assert.rejects(cancel(certificateId), invalid(/no transfer of it is under way/));
	});

	it("to the emulator's own account is accepted, once and for all", async () => {
		const { certificateId } = add("one");
		await transfer(certificateId);
		await accept(certificateId, true);
		const certificate = await described(certificateId);
		assert.deepEqual([certificate?.status, certificate?.previousOwnedBy], ["ACTIVE", own]);
		assert.ok(certificate?.transferData?.acceptDate);
		const completed = awsException("TransferAlreadyCompletedException", 410);
		await assert.rejects(cancel(certificateId), completed);
		await assert.rejects(accept(certificateId), completed);
		await assert.rejects(reject(certificateId), completed);
	});

	it("can be rejected with a reason", async () => {
		const { certificateId } = add("one");
		await transfer(certificateId);
		await assert.rejects(reject(certificateId, "x".repeat(129)), invalid(/rejectReason/));
		await reject(certificateId, "not ours");
		const certificate = await described(certificateId);
		assert.deepEqual([certificate?.status, certificate?.transferData?.rejectReason], ["INACTIVE", "not ours"]);
		assert.ok(certificate?.transferData?.rejectDate);
	});

	it("is refused for what is in use, or on its way", async () => {
		for (const status of ["ACTIVE", "REVOKED", "PENDING_ACTIVATION"] as const) {
			await assert.rejects(transfer(add(status, status).certificateId), state(new RegExp(status)));
		}
		const { certificateId, certificateArn } = add("one");
		const conflict = (message: RegExp) => awsException("TransferConflictException", 409, message);
		const { policies, things } = plane.registry;
		policies.createPolicy("p", policyDocument);
		policies.attachPolicy("p", certificateArn);
		await assert.rejects(transfer(certificateId), conflict(/policy "p"/));
		policies.detachPolicy("p", certificateArn);
		things.createThing("t");
		things.attachThingPrincipal("t", certificateArn);
		await assert.rejects(transfer(certificateId), conflict(/thing "t"/));
		things.detachThingPrincipal("t", certificateArn);
		await assert.rejects(transfer(certificateId, "12"), invalid(/twelve digits/));
		await assert.rejects(transfer(certificateId, own, "x".repeat(129)), invalid(/transferMessage/));
		await assert.rejects(transfer("f".repeat(64)), awsException("ResourceNotFoundException", 404));
		await transfer(certificateId);
		await assert.rejects(transfer(certificateId), state(/PENDING_TRANSFER/));
		const update = new UpdateCertificateCommand({ certificateId, newStatus: "ACTIVE" });
		await assert.rejects(plane.iot.send(update), state(/PENDING_TRANSFER/));
		await assert.rejects(plane.iot.send(new DeleteCertificateCommand({ certificateId })), state(/cancel the transfer/));
	});

	it("is listed in pages", async () => {
		const ids: string[] = [];
		for (const name of ["a", "b", "c"]) {
			plane.clock.advance(1000);
			const { certificateId } = add(name);
			ids.push(certificateId);
			await transfer(certificateId, foreign);
		}
		const { outgoingCertificates = [], nextMarker } = await plane.iot.send(
			new ListOutgoingCertificatesCommand({ pageSize: 2, ascendingOrder: true }),
		);
		assert.deepEqual(
			outgoingCertificates.map(({ certificateId }) => certificateId),
			ids.slice(0, 2),
		);
		const rest = await outgoing({ pageSize: 2, ascendingOrder: true, marker: nextMarker });
		assert.deepEqual(
			rest.map(({ certificateId }) => certificateId),
			ids.slice(2),
		);
	});
});
