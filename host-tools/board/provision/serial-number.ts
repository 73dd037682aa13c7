import { ToolError } from "../../base/tool-error.js";
import type { VerifiedThing } from "../../cloud/account/verify-thing.js";
import type { BoardRun } from "./board-run.js";

export interface SerialNumbers {
	/** What the board is called. */
	readonly serialNumber: string;
	/** Asked for, and not applied. */
	readonly requestedSerialNumber?: string;
}

export interface Findings {
	/** What the board says of itself; undefined where it says nothing. */
	readonly own: string | undefined;
	/** What AWS says of its thing. */
	readonly verified: VerifiedThing;
	/** It was provisioned before: nothing that is asked for now has any effect. */
	readonly already: boolean;
}

/** Attribute that our templates give a thing (docs/aws/provisioning-template.json). */
const attribute = "serialNumber";

/**
 * The serial number to report: the one that was asked for where the board has been given it, now or before; else the board's own. Throws
 * ToolError `identity-kept` where AWS says that it is another one.
 */
export function confirmSerialNumber(run: BoardRun, { own, verified, already }: Findings): SerialNumbers {
	const asked = run.options.names.serialNumber;
	if (asked === undefined || !already) return { serialNumber: asked ?? own ?? "" };
	const { thingName, attributes } = verified;
	const known = attributes[attribute];
	if (known === asked || (known === undefined && thingName.includes(asked))) return { serialNumber: asked };
	if (known !== undefined) {
		throw new ToolError("identity-kept", `AWS knows the board as ${thingName}, serial number ${known}, not ${asked}`, {
			next: "leave --serial-number out, or give the identity up first: thingsmith device erase-identity --yes",
		});
	}
	run.context.emit({
		event: "note",
		text: `The board was provisioned before, as ${thingName}: serial number ${asked} is not applied, and AWS does not say whether it has it.`,
	});
	return { serialNumber: own ?? "", requestedSerialNumber: asked };
}
