import { ToolError } from "../../base/tool-error.js";
import type { NamedDevice } from "./progress.js";

/** AWS ends a device's connection whenever it publishes to `topic`; `thing` is who the device is, where it has said so. */
export class RefusedTopic extends ToolError {
	readonly topic: string;
	readonly thing: NamedDevice | undefined;

	constructor(error: ToolError, topic: string, thing: RefusedTopic["thing"]) {
		super(error.code, error.message, { next: error.next, device: error.device, cause: error });
		this.topic = topic;
		this.thing = thing;
	}
}
