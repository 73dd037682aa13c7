import { arnParts } from "../../arn.js";
import { invalidRequest, notFound } from "../../aws-error.js";
import type { Connection, Connections } from "../../broker/connections.js";
import type { Certificate } from "../certificates/certificates.js";
import { checkCertificateId } from "../checks.js";
import type { Registry } from "../registry.js";

/** Who is supposed to ask: one certificate, as one client. */
export interface Asker {
	readonly certificate: Certificate;
	readonly clientId: string;
	/** Of that client with that certificate, where it is there. */
	readonly connection: Connection | undefined;
}

export interface Who {
	readonly thing: string | undefined;
	/** Id or ARN. */
	readonly certificate: string | undefined;
	readonly clientId: string | undefined;
}

interface Parts {
	readonly registry: Pick<Registry, "things" | "certificates">;
	readonly connections: Pick<Connections, "connectionOf">;
}

/** Everybody that is meant, at least one. Throws InvalidRequestException or ResourceNotFoundException when it is nobody. */
export function askersOf(parts: Parts, who: Who): readonly Asker[] {
	const { things } = parts.registry;
	if (who.certificate !== undefined) {
		const certificate = findCertificate(parts, who.certificate);
		const [attached] =
			certificate.claimForTemplate === undefined ? things.listPrincipalThings(certificate.certificateArn) : [];
		return [asker(parts, certificate, who.clientId ?? who.thing ?? attached ?? certificate.certificateId)];
	}
	const { thing = who.clientId } = who;
	if (thing === undefined) throw invalidRequest("thing, certificate or clientId is missing: who is asking?");
	const clientId = who.clientId ?? thing;
	const connected = who.thing === undefined ? parts.connections.connectionOf(clientId)?.certificateId : undefined;
	if (connected !== undefined) return [asker(parts, findCertificate(parts, connected), clientId)];
	return certificatesOf(parts, thing).map((certificate) => asker(parts, certificate, clientId));
}

function certificatesOf({ registry }: Parts, thingName: string): readonly Certificate[] {
	const principals = registry.things.listThingPrincipals(registry.things.describeThing(thingName).thingName);
	const found = principals.map((arn) => registry.certificates.findCertificate(arnParts(arn)?.name ?? ""));
	const certificates = found.filter((one) => one !== undefined);
	if (certificates.length > 0) return certificates;
	throw invalidRequest(
		`Thing "${thingName}" has no certificate, so nobody connects as it: attach one (AttachThingPrincipal)`,
	);
}

/** Claims, too. */
function findCertificate({ registry }: Parts, text: string): Certificate {
	const id = checkCertificateId(arnParts(text)?.name ?? text);
	const certificate = registry.certificates.findCertificate(id);
	if (certificate !== undefined) return certificate;
	throw notFound(`Certificate ${id} does not exist`);
}

function asker({ connections }: Parts, certificate: Certificate, clientId: string): Asker {
	const there = connections.connectionOf(clientId);
	const connection = there?.certificateId === certificate.certificateId ? there : undefined;
	return { certificate, clientId, connection };
}
