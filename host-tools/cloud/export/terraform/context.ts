import type { Json } from "../../model/concrete.js";
import type { Resource, Value } from "../../model/resource.js";
import type { Members } from "../members.js";

export type Arguments = { readonly [name: string]: Json | undefined };

/** A resource of Terraform besides the one that a resource of the model is. */
export interface Block {
	readonly type: string;
	readonly label: string;
	readonly arguments: Arguments;
}

export interface Translated {
	readonly arguments: Arguments;
	readonly more?: readonly Block[];
}

export interface Translation {
	readonly resource: Resource;
	readonly members: Members;
	expression(value: Value): Json;
	/** Writes a document into a file of its own and says how it is filled in. `name` is the resource's id unless given. */
	document(value: Value, name?: string): string;
	/** Writes a function's code and says where its archive is. */
	archive(source: string): string;
}

export type Translator = (translation: Translation) => Translated;
