import { scopeOfArn } from "../../arn.js";
import type { Members } from "../../http/members.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../http/operation.js";
import { pageByMarker, timeKey } from "../../http/pages.js";
import { checkTemplateName } from "../checks.js";
import { tagsIn } from "../tag-members.js";
import type { Tags } from "../tags/tags.js";
import type { CaCertificate, CaCertificates, RegistrationConfig } from "./ca-certificates.js";

export function caCertificateOperations(authorities: CaCertificates, tags: Tags): readonly Operation[] {
	const one = "/cacertificate/{caCertificateId}";
	const code = "/registrationcode";
	return [
		{ name: "GetRegistrationCode", method: "GET", path: code, handle: () => getCode(authorities) },
		{ name: "DeleteRegistrationCode", method: "DELETE", path: code, handle: () => deleteCode(authorities) },
		{
			name: "RegisterCACertificate",
			method: "POST",
			path: "/cacertificate",
			handle: (call) => register(authorities, tags, call),
		},
		{ name: "DescribeCACertificate", method: "GET", path: one, handle: (call) => describe(authorities, call) },
		{ name: "UpdateCACertificate", method: "PUT", path: one, handle: (call) => update(authorities, call) },
		{ name: "DeleteCACertificate", method: "DELETE", path: one, handle: (call) => remove(authorities, tags, call) },
		{ name: "ListCACertificates", method: "GET", path: "/cacertificates", handle: (call) => list(authorities, call) },
	];
}

function getCode(authorities: CaCertificates): Answer {
	return { registrationCode: authorities.registrationCode() };
}

function deleteCode(authorities: CaCertificates): Answer {
	authorities.deleteRegistrationCode();
	return {};
}

function register(authorities: CaCertificates, tags: Tags, { body, query, scope }: ApiCall): Answer {
	const members = body();
	const given = tagsIn(members);
	const verificationCertificate = members.string("verificationCertificate");
	const certificateMode = members.string("certificateMode");
	const setAsActive = query.boolean("setAsActive");
	const allowAutoRegistration = query.boolean("allowAutoRegistration");
	const { certificateArn, certificateId } = authorities.registerCaCertificate(
		{
			caCertificate: members.requiredString("caCertificate"),
			// The SDKs of some languages send "" for what is left out, and AWS's model asks for at least one character.
			...(verificationCertificate && { verificationCertificate }),
			...(certificateMode !== undefined && { certificateMode }),
			...(setAsActive !== undefined && { setAsActive }),
			...(allowAutoRegistration !== undefined && { allowAutoRegistration }),
			...readConfig(members),
		},
		scope,
	);
	tags.set(certificateArn, given);
	return { certificateArn, certificateId };
}

function describe(authorities: CaCertificates, { path }: ApiCall): Answer {
	const authority = authorities.describeCaCertificate(path("caCertificateId"));
	return { certificateDescription: descriptionOf(authority), registrationConfig: authority.registrationConfig ?? {} };
}

function update(authorities: CaCertificates, { path, query, body }: ApiCall): Answer {
	const members = body();
	const newStatus = query.string("newStatus");
	const newAutoRegistrationStatus = query.string("newAutoRegistrationStatus");
	const removeAutoRegistration = members.boolean("removeAutoRegistration");
	authorities.updateCaCertificate(path("caCertificateId"), {
		...(newStatus !== undefined && { newStatus }),
		...(newAutoRegistrationStatus !== undefined && { newAutoRegistrationStatus }),
		...(removeAutoRegistration !== undefined && { removeAutoRegistration }),
		...readConfig(members),
	});
	return undefined;
}

function remove(authorities: CaCertificates, tags: Tags, { path }: ApiCall): Answer {
	tags.remove(authorities.deleteCaCertificate(path("caCertificateId")).certificateArn);
	return {};
}

function list(authorities: CaCertificates, call: ApiCall): Answer {
	const ascending = call.query.boolean("isAscendingOrder") ?? false;
	const templateName = call.query.string("templateName");
	if (templateName !== undefined) checkTemplateName(templateName);
	const { items, next } = pageByMarker(call, {
		from: authorities.listCaCertificates,
		keyOf: ({ creationDate, certificateId }) => timeKey(creationDate, certificateId),
		where: ({ registrationConfig }) => templateName === undefined || registrationConfig?.templateName === templateName,
		descending: !ascending,
	});
	const certificates = items.map(({ certificateArn, certificateId, status, creationDate }) => ({
		certificateArn,
		certificateId,
		status,
		creationDate: epochSeconds(creationDate),
	}));
	return { certificates, nextMarker: next };
}

/** An empty configuration, as generated clients may send it, is none. */
function readConfig(members: Members): { registrationConfig?: RegistrationConfig } {
	const config = members.object("registrationConfig");
	const templateBody = config?.string("templateBody");
	const templateName = config?.string("templateName");
	const roleArn = config?.string("roleArn");
	if (templateBody === undefined && templateName === undefined && roleArn === undefined) return {};
	return {
		registrationConfig: {
			...(templateBody !== undefined && { templateBody }),
			...(templateName !== undefined && { templateName }),
			...(roleArn !== undefined && { roleArn }),
		},
	};
}

function descriptionOf({ notBefore, notAfter, ...authority }: CaCertificate): object {
	const { certificateArn, certificateId, status, certificatePem, autoRegistrationStatus } = authority;
	return {
		certificateArn,
		certificateId,
		status,
		certificatePem,
		ownedBy: scopeOfArn(certificateArn).accountId,
		creationDate: epochSeconds(authority.creationDate),
		autoRegistrationStatus,
		lastModifiedDate: epochSeconds(authority.lastModifiedDate),
		customerVersion: 1,
		generationId: authority.generationId,
		validity: { notBefore: epochSeconds(notBefore), notAfter: epochSeconds(notAfter) },
		certificateMode: authority.certificateMode,
	};
}
