import type { Json } from "../../model/concrete.js";
import type { Resource, Value } from "../../model/resource.js";
import type { Members } from "../members.js";

/** A resource as calls of functions.sh. */
export interface Steps {
	readonly put: readonly string[];
	/** Undefined where it goes with something else. */
	readonly remove?: string;
	/** Before everything is removed. */
	readonly prepare?: string;
}

export interface Scripting {
	readonly resource: Resource;
	readonly members: Members;
	/** With marks for what differs from account to account, which functions.sh fills in. */
	concrete(value: Value): Json;
	/** Writes a document and answers with its name. `name` is the resource's id unless given. */
	document(content: Json, name?: string): string;
	/** Writes a function's code and answers with the archive's name. */
	archive(source: string): string;
}

export type Scripter = (scripting: Scripting) => Steps;
