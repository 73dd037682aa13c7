import { AwsError } from "../aws-error.js";
import type { RowsFrom } from "../store/table.js";
import type { ApiCall } from "./operation.js";

export interface Page<T> {
	readonly items: readonly T[];
	/** Opaque; undefined on the last page. */
	readonly next: string | undefined;
}

/** How many items a page may have, where that is not what most operations have. */
export interface PageSize {
	readonly largest: number;
	readonly usual: number;
}

/** 25 is documented for `pageSize`; measured and guessed for `maxResults` (docs/aws-behaviour.md, "Paging"). */
const usualPage: PageSize = { largest: 250, usual: 25 };

/** Items in the order of their keys, which are unique. */
export interface Sorted<T, Items = Iterable<T>> {
	/** Those behind a key, or all: a page takes no more of them than it shows. */
	readonly from: (range: RowsFrom) => Items;
	readonly keyOf: (item: T) => string;
	/** Which of them are shown; all, unless told otherwise. */
	readonly where?: (item: T) => boolean;
	/** Whether keys fall rather than rise. */
	readonly descending?: boolean;
}

/** For a list that is short whatever the registry holds. */
export function shortList<T>(items: readonly T[], keyOf: (item: T) => string): Sorted<T> {
	return {
		keyOf,
		from: ({ after }) => {
			const rising = [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
			return after === undefined ? rising : rising.filter((item) => keyOf(item) > after);
		},
	};
}

/** The dialect of certificates and policies: `marker`, `pageSize`, `isAscendingOrder`; oldest last unless asked otherwise. */
export function pageByMarker<T>(call: ApiCall, sorted: Sorted<T>): Page<T> {
	return page(call.operation, { from: call.query, size: "pageSize", token: "marker" }, sorted, usualPage);
}

/** The dialect of things and templates: `nextToken`, `maxResults`. */
export function pageByToken<T>(call: ApiCall, sorted: Sorted<T>, size = usualPage): Page<T> {
	return page(call.operation, { from: call.query, size: "maxResults", token: "nextToken" }, sorted, size);
}

/** The dialect of shadows: `nextToken`, and `pageSize` of at most 100. */
export function pageBySize<T>(call: ApiCall, sorted: Sorted<T>): Page<T> {
	const asked = { from: call.query, size: "pageSize", token: "nextToken" };
	return page(call.operation, asked, sorted, { largest: 100, usual: 25 });
}

/** As `pageByToken`, of an operation that has `nextToken` and `maxResults` in its body. */
export function pageByBody<T>(call: ApiCall, sorted: Sorted<T>, size = usualPage): Page<T> {
	return page(call.operation, { from: call.body(), size: "maxResults", token: "nextToken" }, sorted, size);
}

/** As `pageByBody`, of items that are found in more than one turn. */
export async function pageByBodyInTurns<T>(
	call: ApiCall,
	sorted: Sorted<T, AsyncIterable<T>>,
	size = usualPage,
): Promise<Page<T>> {
	const asked = { from: call.body(), size: "maxResults", token: "nextToken" };
	const page = new PageUnderWay(call.operation, asked, sorted, size);
	for await (const item of sorted.from(page.range)) if (page.isFullWith(item)) break;
	return page.result();
}

/** Puts what was made at `date` (ms) in the order of time, and what was made at once in the order of names. */
export function timeKey(date: number, name: string): string {
	return `${String(date).padStart(16, "0")} ${name}`;
}

/** Where a request says how much it wants from where on. */
interface Asked {
	readonly from: { integer(name: string): number | undefined; string(name: string): string | undefined };
	/** Names of its members. */
	readonly size: string;
	readonly token: string;
}

function page<T>(operation: string, asked: Asked, sorted: Sorted<T>, size: PageSize): Page<T> {
	const page = new PageUnderWay(operation, asked, sorted, size);
	for (const item of sorted.from(page.range)) if (page.isFullWith(item)) break;
	return page.result();
}

/** Goes on behind the key in the token, so that items deleted between two pages do no harm. */
class PageUnderWay<T> {
	/** Of the items it may have. */
	readonly range: RowsFrom;
	readonly #sorted: Omit<Sorted<T>, "from">;
	readonly #size: number;
	readonly #list: string;
	readonly #shown: T[] = [];
	#hasMore = false;

	/** Throws InvalidRequestException for a size that is out of bounds, and a token that is none of this list. */
	constructor(operation: string, asked: Asked, sorted: Omit<Sorted<T>, "from">, { largest, usual }: PageSize) {
		const size = asked.from.integer(asked.size) ?? usual;
		if (size < 1 || size > largest) {
			throw new AwsError("InvalidRequestException", `${asked.size} must be 1 to ${largest}: it is ${size}`);
		}
		const { descending = false } = sorted;
		this.#sorted = sorted;
		this.#size = size;
		this.#list = `${operation} ${descending}`;
		const token = asked.from.string(asked.token);
		this.range = { after: token === undefined ? undefined : keyIn(token, this.#list, asked.token), descending };
	}

	/** Adds the item, where it is one to be shown, or finds that there is no room for it. */
	isFullWith(item: T): boolean {
		const { where = () => true } = this.#sorted;
		if (!where(item)) return false;
		this.#hasMore = this.#shown.length === this.#size;
		if (!this.#hasMore) this.#shown.push(item);
		return this.#hasMore;
	}

	result(): Page<T> {
		const last = this.#shown.at(-1);
		const hasNext = this.#hasMore && last !== undefined;
		return { items: this.#shown, next: hasNext ? tokenFor(this.#sorted.keyOf(last), this.#list) : undefined };
	}
}

function tokenFor(key: string, list: string): string {
	return Buffer.from(JSON.stringify([list, key])).toString("base64url");
}

function keyIn(token: string, list: string, name: string): string {
	try {
		const [itsList, key] = JSON.parse(Buffer.from(token, "base64url").toString());
		if (itsList === list && typeof key === "string") return key;
	} catch {
		// Not one of ours: refused below like a token of another list.
	}
	throw new AwsError("InvalidRequestException", `${name} is not one that ${list.split(" ")[0]} answered`);
}
