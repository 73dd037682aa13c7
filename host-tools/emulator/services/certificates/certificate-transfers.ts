import { scopeOfArn } from "../../arn.js";
import { AwsError, invalidRequest, quote } from "../../aws-error.js";
import { checkLength } from "../checks.js";
import { type CertificateState, existingCertificate, keepCertificate } from "./certificate-state.js";
import type { Certificate, Certificates, CertificateTransfer } from "./certificates.js";

type Transfers = Pick<
	Certificates,
	"transferCertificate" | "cancelCertificateTransfer" | "acceptCertificateTransfer" | "rejectCertificateTransfer"
>;

/**
 * Transfers between accounts (docs/aws-behaviour.md, "Certificate transfer"). The emulator is one account: what it sends to another
 * one it can only take back, and what it sends to itself it can accept or reject as well.
 */
export function certificateTransfers(state: CertificateState): Transfers {
	return {
		transferCertificate: (id, target, message) => transfer(state, id, target, message),
		cancelCertificateTransfer(id) {
			const { certificate } = underWay(state, id, "cancel");
			end(state, certificate, { status: "INACTIVE", transfer: undefined });
		},
		acceptCertificateTransfer(id, setAsActive = false) {
			const { certificate, transfer } = arrived(state, id, "accept");
			end(state, certificate, {
				status: setAsActive ? "ACTIVE" : "INACTIVE",
				previousOwnedBy: accountOf(certificate),
				transfer: { ...transfer, acceptDate: state.clock.now() },
			});
		},
		rejectCertificateTransfer(id, rejectReason) {
			if (rejectReason !== undefined) checkLength("rejectReason", rejectReason, 0, 128);
			const { certificate, transfer } = arrived(state, id, "reject");
			const rejected = {
				...transfer,
				rejectDate: state.clock.now(),
				...(rejectReason !== undefined && { rejectReason }),
			};
			end(state, certificate, { status: "INACTIVE", transfer: rejected });
		},
	};
}

function transfer(state: CertificateState, id: string, target: string, message: string | undefined): Certificate {
	if (!/^\d{12}$/.test(target)) {
		throw invalidRequest(`targetAwsAccount must have twelve digits: it is ${quote(target)}`);
	}
	if (message !== undefined) checkLength("transferMessage", message, 0, 128);
	const certificate = existingCertificate(state, id);
	const { certificateId, certificateArn, status } = certificate;
	if (status !== "INACTIVE") {
		const mend = status === "ACTIVE" ? ": set it to INACTIVE first" : "";
		throw new AwsError(
			"CertificateStateException",
			`Only an INACTIVE certificate can be transferred, ${certificateId} is ${status}${mend}`,
		);
	}
	const [policy] = state.policyTargets.leftsOf(certificateArn);
	const [thing] = state.thingPrincipals.leftsOf(certificateArn);
	if (policy !== undefined || thing !== undefined) {
		const what = policy === undefined ? `thing "${thing}"` : `policy "${policy}"`;
		throw new AwsError(
			"TransferConflictException",
			`Certificate ${certificateId} cannot be transferred while attached to ${what}: detach it first`,
		);
	}
	const now = state.clock.now();
	const begun = {
		transferredTo: target,
		transferDate: now,
		...(message !== undefined && { transferMessage: message }),
	};
	return keepCertificate(state, { ...certificate, status: "PENDING_TRANSFER", transfer: begun, lastModifiedDate: now });
}

function end(state: CertificateState, certificate: Certificate, change: Partial<Certificate>): void {
	keepCertificate(state, { ...certificate, ...change, lastModifiedDate: state.clock.now() });
}

/** A transfer that has not ended. Throws TransferAlreadyCompletedException for one that was accepted. */
function underWay(state: CertificateState, id: string, verb: string) {
	const certificate = existingCertificate(state, id);
	const { certificateId, status, transfer } = certificate;
	if (status === "PENDING_TRANSFER" && transfer !== undefined) return { certificate, transfer };
	if (transfer?.acceptDate !== undefined) {
		throw new AwsError(
			"TransferAlreadyCompletedException",
			`The transfer of certificate ${certificateId} is complete: there is nothing to ${verb}`,
		);
	}
	throw invalidRequest(`Certificate ${certificateId} is ${status}: no transfer of it is under way`);
}

/** A transfer to this account. In that of the sender, nothing has arrived. */
function arrived(
	state: CertificateState,
	id: string,
	verb: string,
): { readonly certificate: Certificate; readonly transfer: CertificateTransfer } {
	const found = underWay(state, id, verb);
	const { certificate, transfer } = found;
	const own = accountOf(certificate);
	if (transfer.transferredTo === own) return found;
	throw new AwsError(
		"ResourceNotFoundException",
		`Certificate ${certificate.certificateId} is on its way to account ${transfer.transferredTo}, which alone can ${verb} it: the emulator is account ${own}, and can be both sides of a transfer to itself`,
	);
}

function accountOf({ certificateArn }: Certificate): string {
	return scopeOfArn(certificateArn).accountId;
}
