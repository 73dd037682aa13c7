import { type Lookup, unknownValue } from "./glob.js";

/** Who would connect. */
export interface Connection {
	readonly clientId: string;
	/** Of the thing that its certificate is attached to; undefined for a claim, which has none. */
	readonly thingName: string | undefined;
}

/** Variables and condition keys for a connection. What only AWS sees, e.g. an address, is not known. */
export function connectionValues({ clientId, thingName }: Connection): Lookup {
	return (name) => {
		const key = name.toLowerCase();
		if (key === "iot:clientid") return clientId;
		if (key === "iot:connection.thing.isattached") return String(thingName !== undefined);
		if (key === "iot:connection.thing.thingname") return thingName;
		if (key.startsWith("iot:connection.thing.")) return thingName === undefined ? undefined : unknownValue;
		return isKnownVariable(name) ? unknownValue : undefined;
	};
}

const subjectAttributes =
	"DistinguishedNameQualifier|Country|Organization|OrganizationalUnit|State|CommonName|SerialNumber|Title|Surname|GivenName|Initials|Pseudonym|GenerationQualifier";
const alternativeNames = "RFC822Name|DNSName|DirectoryName|UniformResourceIdentifier|IPAddress";

/** AWS IoT Core Developer Guide, "AWS IoT Core policy variables" and the pages below it; key names are not case-sensitive. */
const known = [
	/^iot:(?:ClientId|DomainName|ConnectAttributes|LastWillTopic)$/i,
	/^iot:Connection\.Thing\.(?:ThingName|ThingTypeName|IsAttached)$/i,
	/^iot:Connection\.Thing\.Attributes\[[^\]]+\]$/i,
	new RegExp(`^iot:Certificate\\.(?:Subject|Issuer)\\.(?:${subjectAttributes})(?:\\.\\d+|\\.List)?$`, "i"),
	new RegExp(
		`^iot:Certificate\\.(?:Subject|Issuer)\\.AlternativeName\\.(?:${alternativeNames})(?:\\.\\d+|\\.List)?$`,
		"i",
	),
	/^iot:Certificate\.(?:SerialNumber|AvailableKeys)$/i,
	/^aws:(?:SourceIp|CurrentTime|EpochTime|SecureTransport|UserAgent|PrincipalType|userid|username|RequestedRegion|VpcSourceIp|SourceVpc|SourceVpce)$/i,
	/^(?:PrincipalTag|aws:PrincipalTag|aws:ResourceTag|aws:RequestTag|iot:ResourceTag)\/.+$/i,
	/^iot:(?:ThingGroupArn|Delete|Port)$/i,
	/^cognito-identity\.amazonaws\.com:(?:sub|aud|amr)$/i,
];

export function isKnownVariable(name: string): boolean {
	return known.some((pattern) => pattern.test(name));
}

/** Names for "did you mean". */
export const commonVariables = Object.freeze([
	"iot:ClientId",
	"iot:DomainName",
	"iot:Connection.Thing.ThingName",
	"iot:Connection.Thing.ThingTypeName",
	"iot:Connection.Thing.IsAttached",
	"iot:Connection.Thing.Attributes[name]",
	"iot:Certificate.SerialNumber",
	"iot:Certificate.Subject.CommonName",
	"iot:Certificate.Subject.SerialNumber",
	"iot:Certificate.Issuer.CommonName",
	"iot:LastWillTopic",
	"iot:ConnectAttributes",
	"aws:SourceIp",
	"aws:CurrentTime",
	"aws:EpochTime",
]);
