import { timeKey } from "../../../../http/pages.js";
import { type AuditCheck, type AuditContext, inPages, type Problem } from "../audit-check.js";
import type { AuditedResource } from "../audited-resource.js";
import type { PastConnection } from "../connection-history.js";
import { deviceCertificate } from "./device-certificates.js";

/** Ours: connections that one finding lists. */
const mostRelated = 50;

/** Finds concurrent connections with one certificate and different client ids; attachments only where the behaviour says so. */
export const sharedCheck: AuditCheck = {
	name: "DEVICE_CERTIFICATE_SHARED_CHECK",
	severity: "CRITICAL",
	identifiedBy: "deviceCertificateId",
	*examine(context) {
		const found = new Set<string>();
		for (const certificateId of context.history.certificateIds()) {
			const certificate = context.registry.certificates.findCertificate(certificateId);
			// Claims are in no list of AWS's, and several devices may have one.
			if (certificate === undefined || certificate.claimForTemplate !== undefined) continue;
			const concurrent = concurrentOf(context.history.ofCertificate(certificateId, context.window), context.window.to);
			if (concurrent.length > 0) found.add(certificateId);
			yield concurrent.length > 0 ? [sharedProblem(certificateId, concurrent.map(clientOf))] : [];
		}
		if (context.findsSharedAttachments) yield* sharedAttachments(context, found);
	},
};

function sharedProblem(certificateId: string, related: readonly AuditedResource[]): Problem {
	return {
		resource: deviceCertificate(certificateId),
		related: related.slice(0, mostRelated),
		reason: "Certificate shared by one or more devices.",
		reasonCode: "CERTIFICATE_SHARED_BY_MULTIPLE_DEVICES",
	};
}

/** Those that lasted while one of another client id did. */
function concurrentOf(connections: readonly PastConnection[], to: number): readonly PastConnection[] {
	const end = ({ disconnectedAt = to }: PastConnection) => disconnectedAt;
	return connections.filter((one) =>
		connections.some(
			(other) => other.clientId !== one.clientId && other.connectedAt <= end(one) && one.connectedAt <= end(other),
		),
	);
}

function clientOf({ clientId, connectedAt, disconnectedAt }: PastConnection): AuditedResource {
	return {
		resourceType: "CLIENT_ID",
		resourceIdentifier: { clientId },
		additionalInfo: {
			CONNECTION_TIME: String(connectedAt),
			...(disconnectedAt !== undefined && { DISCONNECTION_TIME: String(disconnectedAt) }),
		},
	};
}

/** Not AWS's: a certificate that several things are attached to, whether they ever connected or not. */
function* sharedAttachments({ registry }: AuditContext, found: ReadonlySet<string>): Iterable<readonly Problem[]> {
	const { certificates, things } = registry;
	for (const row of inPages(certificates.listCertificates, (one) => timeKey(one.creationDate, one.certificateId))) {
		const names = things.listPrincipalThings(row.certificateArn);
		if (names.length < 2 || found.has(row.certificateId) || row.status !== "ACTIVE") continue;
		const related = names.map(
			(clientId): AuditedResource => ({
				resourceType: "CLIENT_ID",
				resourceIdentifier: { clientId },
				additionalInfo: { THINGSMITH_SOURCE: "THING_ATTACHMENT" },
			}),
		);
		yield [sharedProblem(row.certificateId, related)];
	}
}

/** Client ids whose connection was ended by another of the same client id. */
export const conflictingCheck: AuditCheck = {
	name: "CONFLICTING_CLIENT_IDS_CHECK",
	severity: "HIGH",
	identifiedBy: "clientId",
	*examine({ history, window }) {
		const ofClient = new Map<string, PastConnection[]>();
		for (const certificateId of history.certificateIds()) {
			for (const connection of history.ofCertificate(certificateId, window)) {
				const same = ofClient.get(connection.clientId);
				if (same === undefined) ofClient.set(connection.clientId, [connection]);
				else same.push(connection);
			}
		}
		for (const [clientId, connections] of ofClient) yield conflictsOf(clientId, connections);
	},
};

function conflictsOf(clientId: string, connections: readonly PastConnection[]): readonly Problem[] {
	const ended = connections
		.filter(({ reason }) => reason === "DUPLICATE_CLIENTID")
		.sort((a, b) => (b.disconnectedAt ?? 0) - (a.disconnectedAt ?? 0));
	if (ended.length === 0) return [];
	const related = ended.slice(0, mostRelated).map(({ certificateId, connectedAt, disconnectedAt = 0 }) =>
		deviceCertificate(certificateId, {
			CONNECTION_TIME: String(connectedAt),
			DISCONNECTION_TIME: String(disconnectedAt),
		}),
	);
	return [
		{
			resource: { resourceType: "CLIENT_ID", resourceIdentifier: { clientId } },
			related,
			reason: "Client ID is used by more than one connection.",
			reasonCode: "DUPLICATE_CLIENT_ID_ACROSS_CONNECTIONS",
		},
	];
}
