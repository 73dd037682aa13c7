import { invalidRequest, quote } from "../../aws-error.js";
import type { Members } from "../../http/members.js";
import { checkLength } from "../checks.js";
import {
	applicationProtocols,
	authenticationTypes,
	type DomainSettings,
	type ServiceType,
	serviceTypes,
} from "./domain-configuration.js";

const acmArn =
	/^arn:aws(-cn|-us-gov|-iso-b|-iso)?:acm:[a-z]{2}-(gov-|iso-|isob-)?[a-z]{4,9}-\d:\d{12}:certificate\/[a-zA-Z0-9/-]+$/;

/** The members that CreateDomainConfiguration and UpdateDomainConfiguration have in common. Throws InvalidRequestException. */
export function readDomainSettings(members: Members): DomainSettings {
	const authorizer = members.object("authorizerConfig");
	const tls = members.object("tlsConfig");
	const server = members.object("serverCertificateConfig");
	const client = members.object("clientCertificateConfig");
	return present({
		authorizerConfig: authorizer && readAuthorizer(authorizer),
		tlsConfig: tls && present({ securityPolicy: text(tls, "securityPolicy", 128) }),
		serverCertificateConfig: server && readServer(server),
		clientCertificateConfig:
			client && present({ clientCertificateCallbackArn: text(client, "clientCertificateCallbackArn", 2048) }),
		authenticationType: oneOf("authenticationType", members.string("authenticationType"), authenticationTypes),
		applicationProtocol: oneOf("applicationProtocol", members.string("applicationProtocol"), applicationProtocols),
	});
}

/** DATA unless it says otherwise. */
export function readServiceType(serviceType = "DATA"): ServiceType {
	const known = serviceTypes.find((type) => type === serviceType);
	if (known !== undefined) return known;
	throw invalidRequest(`Service type ${serviceType} not recognized.`);
}

/** `serverCertificateArns` of a body: none or one. */
export function readServerCertificates(members: Members): readonly string[] {
	const arns = members.list("serverCertificateArns") ?? [];
	if (arns.length > 1) throw invalidRequest(`serverCertificateArns may name one certificate: it names ${arns.length}`);
	return arns.map((arn) => checkAcmArn("serverCertificateArns", arn));
}

export function checkAcmArn(member: string, arn: string): string {
	if (arn.length <= 2048 && acmArn.test(arn)) return arn;
	throw invalidRequest(`${member} must be the ARN of a certificate of ACM: it is ${quote(arn)}`);
}

/** Throws InvalidRequestException for what is given and none of them. */
export function oneOf<T extends string>(member: string, given: string | undefined, all: readonly T[]): T | undefined {
	const known = all.find((value) => value === given);
	if (known !== undefined || given === undefined) return known;
	throw invalidRequest(`${member} must be one of ${all.join(", ")}: it is ${quote(given)}`);
}

function readAuthorizer(members: Members): NonNullable<DomainSettings["authorizerConfig"]> {
	const defaultAuthorizerName = members.string("defaultAuthorizerName");
	if (defaultAuthorizerName !== undefined && !/^[\w=,@-]{1,128}$/.test(defaultAuthorizerName)) {
		const given = quote(defaultAuthorizerName);
		throw invalidRequest(`defaultAuthorizerName must be 1 to 128 of a-z A-Z 0-9 _ = , @ -: it is ${given}`);
	}
	return present({ defaultAuthorizerName, allowAuthorizerOverride: members.boolean("allowAuthorizerOverride") });
}

function readServer(members: Members): NonNullable<DomainSettings["serverCertificateConfig"]> {
	const responder = members.string("ocspAuthorizedResponderArn");
	return present({
		enableOCSPCheck: members.boolean("enableOCSPCheck"),
		ocspLambdaArn: text(members, "ocspLambdaArn", 140),
		ocspAuthorizedResponderArn: responder && checkAcmArn("ocspAuthorizedResponderArn", responder),
	});
}

function text(members: Members, member: string, most: number): string | undefined {
	const given = members.string(member);
	return given === undefined ? undefined : checkLength(member, given, 0, most);
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> } & {
	[K in keyof T as undefined extends T[K] ? never : K]: T[K];
};

/** Without the members that are undefined. */
function present<T extends object>(members: T): Present<T> {
	return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T>;
}
