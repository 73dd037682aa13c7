import type { ArnScope } from "../../arn.js";
import { AwsError } from "../../aws-error.js";
import type { EmulatorClock } from "../../clock.js";
import type { Relation } from "../../store/relation.js";
import type { Table } from "../../store/table.js";
import type { ChangeFeed } from "../changes.js";
import { checkCertificateId } from "../checks.js";
import type { CertificateIndex } from "./certificate-index.js";
import type { Certificate } from "./certificates.js";

/** What the operations on certificates share. The relations say what still uses a certificate. */
export interface CertificateState {
	readonly certificates: Table<Certificate>;
	/** By the registered CA that signed them. */
	readonly byCa: CertificateIndex;
	/** Those that are on their way to another account, under `outgoingGroup`. */
	readonly outgoing: CertificateIndex;
	/** thing name → certificate ARN */
	readonly thingPrincipals: Relation;
	/** policy name → certificate ARN */
	readonly policyTargets: Relation;
	readonly clock: EmulatorClock;
	readonly changes: ChangeFeed;
	/** Account and region of what is made without a request. */
	readonly home: ArnScope;
}

export const outgoingGroup = "outgoing";

/** `id` in any spelling AWS accepts. A claim counts as not there: AWS lists claims nowhere. */
export function existingCertificate({ certificates }: CertificateState, id: string): Certificate {
	const certificateId = checkCertificateId(id);
	const certificate = certificates.get(certificateId);
	if (certificate && certificate.claimForTemplate === undefined) return certificate;
	const why = certificate ? "is a provisioning claim, which only its device can use" : "does not exist";
	throw new AwsError("ResourceNotFoundException", `Certificate ${certificateId} ${why}`);
}

/** Keeps a certificate that is new or changed, and tells those who compute something from it. */
export function keepCertificate(state: CertificateState, certificate: Certificate): Certificate {
	const { certificateId } = certificate;
	const before = state.certificates.get(certificateId);
	state.certificates.set(certificateId, Object.freeze(certificate));
	for (const index of [state.byCa, state.outgoing]) {
		if (before !== undefined) index.remove(before);
		index.add(certificate);
	}
	state.changes.announce({ kind: "certificate", name: certificateId });
	return certificate;
}

export function forgetCertificate(state: CertificateState, certificate: Certificate): void {
	state.certificates.delete(certificate.certificateId);
	for (const index of [state.byCa, state.outgoing]) index.remove(certificate);
	state.changes.announce({ kind: "certificate", name: certificate.certificateId });
}
