import type { UserProperty } from "../routing/message-properties.js";
import { type ByteReader, malformed, protocolError } from "./byte-reader.js";

/** Where a client may put properties. */
export type PropertyOwner = "connect" | "will" | "publish" | "puback" | "subscribe" | "unsubscribe" | "disconnect";

/** What was read, by the names of MQTT 5 (2.2.2.2). */
export interface ReadProperties {
	payloadFormatIndicator?: boolean;
	messageExpiryInterval?: number;
	contentType?: string;
	responseTopic?: string;
	correlationData?: Buffer;
	subscriptionIdentifier?: number;
	sessionExpiryInterval?: number;
	authenticationMethod?: string;
	authenticationData?: Buffer;
	requestProblemInformation?: boolean;
	willDelayInterval?: number;
	requestResponseInformation?: boolean;
	reasonString?: string;
	receiveMaximum?: number;
	topicAliasMaximum?: number;
	topicAlias?: number;
	maximumPacketSize?: number;
	userProperties?: UserProperty[];
}

type Name = keyof ReadProperties;
type Reader = (reader: ByteReader, name: string) => unknown;

const uint16: Reader = (reader) => reader.uint16();
const uint32: Reader = (reader) => reader.uint32();
const text: Reader = (reader) => reader.text();
// A copy: it is held longer than the chunk from the socket that it is a view of.
const binary: Reader = (reader) => Buffer.from(reader.binary());
const flag: Reader = (reader, name) => {
	const value = reader.byte();
	if (value > 1) throw protocolError(`The property ${name} is ${value}, and has to be 0 or 1`);
	return value === 1;
};
const positive =
	(read: Reader): Reader =>
	(reader, name) => {
		const value = read(reader, name);
		if (value === 0) throw protocolError(`The property ${name} is 0`);
		return value;
	};

const ofMessage: readonly PropertyOwner[] = ["publish", "will"];
const userProperties = 0x26;

const table: ReadonlyMap<number, readonly [name: Name, read: Reader, owners: readonly PropertyOwner[]]> = new Map([
	[0x01, ["payloadFormatIndicator", flag, ofMessage]],
	[0x02, ["messageExpiryInterval", uint32, ofMessage]],
	[0x03, ["contentType", text, ofMessage]],
	[0x08, ["responseTopic", text, ofMessage]],
	[0x09, ["correlationData", binary, ofMessage]],
	[0x0b, ["subscriptionIdentifier", positive((reader) => reader.variable()), ["subscribe"]]],
	[0x11, ["sessionExpiryInterval", uint32, ["connect", "disconnect"]]],
	[0x15, ["authenticationMethod", text, ["connect"]]],
	[0x16, ["authenticationData", binary, ["connect"]]],
	[0x17, ["requestProblemInformation", flag, ["connect"]]],
	[0x18, ["willDelayInterval", uint32, ["will"]]],
	[0x19, ["requestResponseInformation", flag, ["connect"]]],
	[0x1f, ["reasonString", text, ["puback", "disconnect"]]],
	[0x21, ["receiveMaximum", positive(uint16), ["connect"]]],
	[0x22, ["topicAliasMaximum", uint16, ["connect"]]],
	[0x23, ["topicAlias", uint16, ["publish"]]],
	[0x27, ["maximumPacketSize", positive(uint32), ["connect"]]],
]);

/** Reads the properties that come next; undefined when there are none. Each comes once, those of users as often as they like. */
export function readProperties(reader: ByteReader, owner: PropertyOwner): ReadProperties | undefined {
	const length = reader.variable();
	if (length === 0) return undefined;
	const found: ReadProperties = {};
	reader.within(length, () => readProperty(reader, owner, found));
	if (found.responseTopic !== undefined && /[+#]|^$/.test(found.responseTopic)) {
		throw protocolError("A response topic is no topic [MQTT-3.3.2-14]");
	}
	return found;
}

function readProperty(reader: ByteReader, owner: PropertyOwner, found: ReadProperties): void {
	const id = reader.byte();
	if (id === userProperties) {
		found.userProperties ??= [];
		found.userProperties.push([reader.text(), reader.text()]);
		return;
	}
	const known = table.get(id);
	if (known === undefined) throw malformed(`There is no property 0x${id.toString(16)}`);
	const [name, read, owners] = known;
	if (!owners.includes(owner)) throw malformed(`The property ${name} does not belong into ${owner.toUpperCase()}`);
	if (found[name] !== undefined) throw protocolError(`The property ${name} comes twice`);
	Object.assign(found, { [name]: read(reader, name) });
}
