import { AwsError, quote } from "../aws-error.js";

/** The query of a request: readers answer undefined for what is missing or empty, and throw InvalidRequestException for another type. */
export class Query {
	readonly #parameters: URLSearchParams;

	/** `text` is what follows the question mark. Throws InvalidRequestException when its percent-encoding is broken. */
	constructor(text: string) {
		try {
			decodeURIComponent(text);
		} catch {
			throw new AwsError("InvalidRequestException", "The query has a broken percent-encoding");
		}
		this.#parameters = new URLSearchParams(text);
	}

	has(name: string): boolean {
		return this.#parameters.has(name);
	}

	string(name: string): string | undefined {
		return this.#parameters.get(name) || undefined;
	}

	requiredString(name: string): string {
		const value = this.string(name);
		if (value === undefined) throw new AwsError("InvalidRequestException", `${name} is missing`);
		return value;
	}

	boolean(name: string): boolean | undefined {
		const value = this.string(name);
		if (value === undefined) return undefined;
		if (value === "true" || value === "false") return value === "true";
		throw new AwsError("InvalidRequestException", `${name} must be true or false: it is ${quote(value)}`);
	}

	integer(name: string): number | undefined {
		const value = this.string(name);
		if (value === undefined) return undefined;
		if (/^-?\d{1,15}$/.test(value)) return Number(value);
		throw new AwsError("InvalidRequestException", `${name} must be an integer: it is ${quote(value)}`);
	}
}
