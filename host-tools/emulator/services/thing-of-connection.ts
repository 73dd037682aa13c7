import type { Connection } from "../broker/connections.js";
import type { Registry } from "./registry.js";

/** The thing that a connection is of: the one its certificate has exclusively, or the one its client id names, if it is attached. */
export function thingOfConnection(
	{ things, certificates }: Pick<Registry, "things" | "certificates">,
	{ certificateId, clientId }: Pick<Connection, "certificateId" | "clientId">,
): string | undefined {
	const certificate = certificateId === undefined ? undefined : certificates.findCertificate(certificateId);
	// A claim is of no thing, and the registry does not say so of one.
	if (certificate === undefined || certificate.claimForTemplate !== undefined) return undefined;
	const exclusive = things.exclusiveThingOf(certificate.certificateArn);
	if (exclusive !== undefined) return exclusive;
	return things.listPrincipalThings(certificate.certificateArn).includes(clientId) ? clientId : undefined;
}
