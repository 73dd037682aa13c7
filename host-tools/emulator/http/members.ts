import { AwsError } from "../aws-error.js";
import { isJsonObject, jsonKind } from "../json-value.js";

/**
 * The members of a JSON object in a request. Each reader answers undefined for a member that is missing or null, and throws
 * InvalidRequestException naming the member when it is of another type. Members nobody reads are ignored, as AWS does.
 */
export class Members {
	readonly #json: object;
	readonly #prefix: string;

	/** `prefix` is what the names in errors begin with, e.g. "attributePayload.". */
	constructor(json: object, prefix = "") {
		this.#json = json;
		this.#prefix = prefix;
	}

	/** Of the members that are there. */
	get names(): readonly string[] {
		return Object.keys(this.#json);
	}

	string(name: string): string | undefined {
		const value = this.#get(name);
		if (value === undefined || typeof value === "string") return value;
		throw this.#wrong(name, "a string", value);
	}

	requiredString(name: string): string {
		const value = this.string(name);
		if (value === undefined) throw new AwsError("InvalidRequestException", `${this.#prefix}${name} is missing`);
		return value;
	}

	/** Whether the member is there and not null, whatever it is. */
	has(name: string): boolean {
		return this.#get(name) !== undefined;
	}

	/** Throws when the member is missing or null, whatever it should be. */
	required(name: string): void {
		if (this.#get(name) === undefined) {
			throw new AwsError("InvalidRequestException", `${this.#prefix}${name} is missing`);
		}
	}

	boolean(name: string): boolean | undefined {
		const value = this.#get(name);
		if (value === undefined || typeof value === "boolean") return value;
		throw this.#wrong(name, "a boolean", value);
	}

	number(name: string): number | undefined {
		const value = this.#get(name);
		if (value === undefined || typeof value === "number") return value;
		throw this.#wrong(name, "a number", value);
	}

	integer(name: string): number | undefined {
		const value = this.number(name);
		if (value === undefined || Number.isSafeInteger(value)) return value;
		throw this.#wrong(name, "an integer", value);
	}

	object(name: string): Members | undefined {
		const value = this.#get(name);
		if (value === undefined) return undefined;
		if (isJsonObject(value)) return new Members(value, `${this.#prefix}${name}.`);
		throw this.#wrong(name, "an object", value);
	}

	list(name: string): readonly string[] | undefined {
		const value = this.#get(name);
		if (value === undefined) return undefined;
		if (!Array.isArray(value)) throw this.#wrong(name, "a list", value);
		for (const [index, item] of value.entries()) {
			if (typeof item !== "string") throw this.#wrong(`${name}[${index}]`, "a string", item);
		}
		return value as string[];
	}

	numbers(name: string): readonly number[] | undefined {
		const value = this.#get(name);
		if (value === undefined) return undefined;
		if (!Array.isArray(value)) throw this.#wrong(name, "a list", value);
		for (const [index, item] of value.entries()) {
			if (typeof item !== "number") throw this.#wrong(`${name}[${index}]`, "a number", item);
		}
		return value as number[];
	}

	/** A list of objects. */
	objects(name: string): readonly Members[] | undefined {
		const value = this.#get(name);
		if (value === undefined) return undefined;
		if (!Array.isArray(value)) throw this.#wrong(name, "a list", value);
		return value.map((item, index) => {
			const where = `${name}[${index}]`;
			if (isJsonObject(item)) return new Members(item, `${this.#prefix}${where}.`);
			throw this.#wrong(where, "an object", item);
		});
	}

	/** From names to objects. */
	map(name: string): ReadonlyMap<string, Members> | undefined {
		const members = this.object(name);
		if (members === undefined) return undefined;
		return new Map(
			members.names.map((key) => [key, members.object(key) ?? new Members({}, `${this.#prefix}${name}.${key}.`)]),
		);
	}

	strings(name: string): Readonly<Record<string, string>> | undefined {
		const value = this.#get(name);
		if (value === undefined) return undefined;
		if (!isJsonObject(value)) throw this.#wrong(name, "an object", value);
		for (const [key, entry] of Object.entries(value)) {
			if (typeof entry !== "string") throw this.#wrong(`${name}.${key}`, "a string", entry);
		}
		return value as Record<string, string>;
	}

	#get(name: string): unknown {
		return Object.hasOwn(this.#json, name) ? ((this.#json as Record<string, unknown>)[name] ?? undefined) : undefined;
	}

	#wrong(name: string, wanted: string, value: unknown): AwsError {
		const is = typeof value === "number" ? value : jsonKind(value);
		return new AwsError("InvalidRequestException", `${this.#prefix}${name} must be ${wanted}: it is ${is}`);
	}
}
