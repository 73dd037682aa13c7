import { invalidRequest } from "../../aws-error.js";
import type { ApiCall } from "../../http/operation.js";
import { certificateOfPrincipal } from "../certificate-of-principal.js";
import type { Registry } from "../registry.js";
import { distinct, EffectivePolicies } from "./effective-policies.js";
import type { Policy } from "./policies.js";
import { parseTarget } from "./policy-target.js";

/** Whose rights are asked for: a certificate or a thing group. */
export interface PolicyPrincipal {
	/** DER; undefined of a group. */
	readonly certificateDer: Uint8Array | undefined;
	/** The thing that a connection with this client id is of. */
	thingNameOf(clientId: string): string;
	isAttachedTo(thingName: string): boolean;
	/** Those that count together, each once; those of the thing's groups too, where it has the thing. */
	policies(thingName: string | undefined): readonly Policy[];
}

/** The member `principal`; undefined when it is missing. Throws InvalidRequestException, or ResourceNotFoundException. */
export function principalOf(registry: Registry, { body, scope }: ApiCall): PolicyPrincipal | undefined {
	const members = body();
	if (members.string("cognitoIdentityPoolId") !== undefined) {
		throw invalidRequest(
			"cognitoIdentityPoolId is given, and the emulator has no Cognito identities: name a certificate",
		);
	}
	const principal = members.string("principal");
	if (principal === undefined) return undefined;
	const target = parseTarget(principal, scope.accountId, "principal");
	const effective = new EffectivePolicies(registry);
	if (target.kind === "thing-group") {
		return {
			certificateDer: undefined,
			thingNameOf: (clientId) => clientId,
			isAttachedTo: () => false,
			policies: () => effective.ofTarget(principal),
		};
	}
	const { certificateArn, certificatePem } = certificateOfPrincipal(
		{ ...registry, home: scope },
		"principal",
		principal,
	);
	const isAttachedTo = (thingName: string) => registry.things.listPrincipalThings(certificateArn).includes(thingName);
	return {
		certificateDer: derOf(certificatePem),
		thingNameOf: (clientId) => registry.things.exclusiveThingOf(certificateArn) ?? clientId,
		isAttachedTo,
		policies: (thingName) => {
			const thing = thingName !== undefined && isAttachedTo(thingName) ? thingName : undefined;
			return distinct(effective.ofSession(certificateArn, thing));
		},
	};
}

/** The certificate was checked when it was registered. */
export function derOf(certificatePem: string): Uint8Array {
	return Buffer.from(certificatePem.replace(/-----[A-Z ]+-----/g, ""), "base64");
}
