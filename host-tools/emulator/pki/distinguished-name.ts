import { der, objectId, sequence, setOf } from "./der.js";

const attributeTypes = Object.freeze({
	CN: "2.5.4.3",
	serialNumber: "2.5.4.5",
	C: "2.5.4.6",
	L: "2.5.4.7",
	ST: "2.5.4.8",
	O: "2.5.4.10",
	OU: "2.5.4.11",
});

/** X.520 has these two in PrintableString alone. */
const printable: ReadonlySet<string> = new Set(["C", "serialNumber"]);

/** A distinguished name as DER, an attribute each; texts are UTF8String where X.520 leaves the choice. */
export function distinguishedName(
	...attributes: readonly (readonly [type: keyof typeof attributeTypes, value: string])[]
): Uint8Array {
	const names = attributes.map(([type, value]) => {
		const text = der(printable.has(type) ? 0x13 : 0x0c, Buffer.from(value));
		return setOf(sequence(objectId(attributeTypes[type]), text));
	});
	return sequence(...names);
}
