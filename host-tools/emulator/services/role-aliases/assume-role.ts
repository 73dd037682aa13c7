import { AwsError } from "../../aws-error.js";
import type { EmulatorClock } from "../../clock.js";
import type { Answer, ApiCall, Caller, Operation } from "../../http/operation.js";
import type { RefusalJournal } from "../../journal.js";
import type { Certificates } from "../certificates/certificates.js";
import type { Things } from "../things/things.js";
import { localCredentials } from "./local-credentials.js";
import type { RoleAlias, RoleAliases } from "./role-aliases.js";

export interface AssumeRoleParts {
	readonly aliases: RoleAliases;
	readonly certificates: Certificates;
	readonly things: Things;
	readonly clock: EmulatorClock;
	readonly journal: RefusalJournal;
}

const header = "x-amzn-iot-thingname";

/**
 * The credentials provider: temporary credentials for a device with its certificate. Refuses in AWS's order and words
 * (docs/aws-behaviour.md, "Role aliases and the credentials provider").
 */
export function assumeRoleOperation(parts: AssumeRoleParts): Operation {
	return {
		name: "AssumeRoleWithCertificate",
		plane: "credentials",
		method: "GET",
		path: "/role-aliases/{roleAlias}/credentials",
		handle: (call) => assumeRole(parts, call),
	};
}

function assumeRole(parts: AssumeRoleParts, { caller, headers, path }: ApiCall): Answer {
	const { certificateId } = caller;
	if (certificateId === undefined) {
		throw refused("Certificate is invalid on this endpoint");
	}
	const thingName = checkThing(parts, certificateId, headers[header]);
	const name = path("roleAlias");
	authorize(parts, { caller, certificateId, name });
	const credentials = localCredentials(existing(parts, name), { certificateId, thingName }, parts.clock.now());
	return { credentials };
}

/** A thing that is named has to be the certificate's. */
function checkThing(
	{ certificates, things, journal }: AssumeRoleParts,
	certificateId: string,
	thingName: string | readonly string[] | undefined,
): string | undefined {
	if (thingName === undefined) return undefined;
	const { certificateArn } = certificates.describeCertificate(certificateId);
	const attached = [...things.listPrincipalThings(certificateArn)];
	if (typeof thingName === "string" && attached.includes(thingName)) return thingName;
	const reason = `The header ${header} names "${String(thingName).slice(0, 128)}": the certificate is attached to ${attached.length === 0 ? "no thing" : attached.slice(0, 10).join(", ")}`;
	journal.add({ plane: "credentials", code: "thing-not-attached", reason, certificateId });
	throw refused("Invalid thing name passed");
}

/** The device hears AWS's two words, the journal what the policies lack. */
function authorize(
	{ journal }: AssumeRoleParts,
	{ caller, certificateId, name }: { caller: Caller; certificateId: string; name: string },
): void {
	try {
		caller.authorize("iot:AssumeRoleWithCertificate", name);
	} catch (error) {
		if (!(error instanceof AwsError) || error.name !== "ForbiddenException") throw error;
		journal.add({ plane: "credentials", code: "policy-denied", reason: reasonOf(error), certificateId });
		throw refused("Access Denied");
	}
}

/** What forbids something to a device carries why. */
function reasonOf(error: AwsError & { readonly problem?: { readonly reason: string } }): string {
	return error.problem?.reason ?? error.message;
}

function existing({ aliases }: AssumeRoleParts, name: string): RoleAlias {
	const alias = aliases.find(name);
	if (alias !== undefined) return alias;
	throw new AwsError("ResourceNotFoundException", "Role alias does not exist");
}

function refused(message: string): AwsError {
	return new AwsError("AccessDeniedException", message);
}
