import { type Operation, ownPrefix } from "../../http/operation.js";

/** One of the emulator's own paths: called by method and path, as it is in no API model. */
export function own(method: Operation["method"], name: string, handle: Operation["handle"]): Operation {
	const path = `${ownPrefix}${name}`;
	return { name: `${method} ${path}`, method, path, handle };
}
