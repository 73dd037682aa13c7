/** What `call` gives; undefined where AWS says that there is no such thing. */
export async function unlessMissing<T>(call: () => Promise<T>): Promise<T | undefined> {
	try {
		return await call();
	} catch (error) {
		if (isMissing(error)) return undefined;
		throw error;
	}
}

/** Each service has a name of its own for it. */
function isMissing(error: unknown): boolean {
	return error instanceof Error && /^(NoSuchEntity|ResourceNotFound|NotFound)(Exception)?$/.test(error.name);
}

/** Everything on all pages. */
export async function collect<Page, Item>(
	pages: AsyncIterable<Page>,
	itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<readonly Item[]> {
	const items: Item[] = [];
	for await (const page of pages) items.push(...(itemsOf(page) ?? []));
	return items;
}
