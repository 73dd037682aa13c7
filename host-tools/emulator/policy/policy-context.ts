import { type ArnScope, arn } from "../arn.js";
import { certificateValues } from "./certificate-values.js";

/** What policy variables and condition keys are answered from: one session, or one CONNECT. */
export interface PolicyContext {
	/** All values of a condition key; undefined when it is not there. Key names are not case-sensitive. */
	values(key: string): readonly string[] | undefined;
	/** What `${name}` is replaced by; undefined when it has no value. */
	variable(name: string): string | undefined;
}

export interface PolicySubject {
	/** Undefined over HTTPS, which has none. */
	readonly clientId: string | undefined;
	/** Account and region of the session. */
	readonly scope: ArnScope;
	readonly sourceIp: string | undefined;
	/** SNI of the handshake. */
	readonly domainName: string | undefined;
	/** The peer's certificate, DER. */
	readonly certificateDer: Uint8Array | undefined;
	/** The thing of the connection, where there is one of that name; `attached` when the certificate is attached to it. */
	readonly thing:
		| {
				readonly thingName: string;
				readonly thingTypeName: string | undefined;
				readonly attributes: Readonly<Record<string, string>>;
		  }
		| undefined;
	readonly attached: boolean;
	/** Of CONNECT only. */
	readonly connect?: { readonly persistent: boolean; readonly lastWillTopic: string | undefined };
	/** ms, emulator time */
	now(): number;
}

const attributeKey = /^iot:connection\.thing\.attributes\[(.+)\]$/is;
const timeKeys = ["aws:currenttime", "aws:epochtime"];

/** True for keys whose value changes by itself, so that no decision which asked for them may be kept. */
export function isTimeKey(key: string): boolean {
	return timeKeys.includes(key.toLowerCase());
}

export function policyContext(subject: PolicySubject): PolicyContext {
	let ofCertificate: ReturnType<typeof certificateValues> | undefined;
	const values = (key: string): readonly string[] | undefined => {
		const name = key.toLowerCase();
		if (name.startsWith("iot:certificate.")) {
			if (subject.certificateDer === undefined) return undefined;
			ofCertificate ??= certificateValues(subject.certificateDer);
			return ofCertificate(name);
		}
		const value = plainValue(subject, name, key);
		return value === undefined || Array.isArray(value) ? value : [value];
	};
	return { values, variable: (name) => values(name)?.[0] };
}

/**
 * Thing variables have values only while the certificate is attached to the thing of the connection
 * (docs/aws-behaviour.md, "Policy variables").
 */
function plainValue(subject: PolicySubject, name: string, key: string): string | string[] | undefined {
	const thing = subject.attached ? subject.thing : undefined;
	const attribute = attributeKey.exec(key)?.[1];
	if (attribute !== undefined) {
		return thing !== undefined && Object.hasOwn(thing.attributes, attribute) ? thing.attributes[attribute] : undefined;
	}
	switch (name) {
		case "iot:clientid":
			return subject.clientId;
		case "aws:sourceip":
			return subject.sourceIp;
		case "iot:domainname":
			return subject.domainName;
		case "iot:connection.thing.thingname":
			return thing?.thingName;
		case "iot:connection.thing.thingtypename":
			return thing?.thingTypeName;
		case "iot:connection.thing.isattached":
			return String(subject.attached);
		case "iot:connectattributes":
			return connectAttributes(subject.connect);
		case "iot:lastwilltopic":
			return lastWillTopic(subject);
		case "aws:currenttime":
			return new Date(subject.now()).toISOString();
		case "aws:epochtime":
			return String(Math.floor(subject.now() / 1000));
		default:
			return undefined;
	}
}

/** An ARN, which operators of ARNs compare (docs/aws-behaviour.md, "Policy variables"). */
function lastWillTopic({ connect, scope }: PolicySubject): string | undefined {
	return connect?.lastWillTopic === undefined ? undefined : arn(scope, "topic", connect.lastWillTopic);
}

function connectAttributes(connect: PolicySubject["connect"]): string[] | undefined {
	if (connect === undefined) return undefined;
	const attributes = [];
	if (connect.persistent) attributes.push("PersistentConnect");
	if (connect.lastWillTopic !== undefined) attributes.push("LastWill");
	return attributes.length === 0 ? undefined : attributes;
}
