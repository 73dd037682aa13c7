import { timeKey } from "../../http/pages.js";
import { OrderedKeys } from "../../store/ordered-keys.js";
import type { RowsFrom } from "../../store/table.js";
import type { Certificate } from "./certificates.js";

/** The order of certificates in lists: that of creation. */
export function orderOf({ creationDate, certificateId }: Certificate): string {
	return timeKey(creationDate, certificateId);
}

/** Which certificates share something, in the order of creation. In memory: made from the table when it is opened. */
export class CertificateIndex {
	readonly #groupOf: (certificate: Certificate) => string | undefined;
	readonly #groups = new Map<string, OrderedKeys>();

	/** `groupOf`: undefined for a certificate that is in no group. */
	constructor(certificates: Iterable<Certificate>, groupOf: (certificate: Certificate) => string | undefined) {
		this.#groupOf = groupOf;
		for (const certificate of certificates) this.add(certificate);
	}

	add(certificate: Certificate): void {
		const group = this.#groupOf(certificate);
		if (group === undefined) return;
		const keys = this.#groups.get(group);
		if (keys === undefined) this.#groups.set(group, new OrderedKeys([orderOf(certificate)]));
		else keys.add(orderOf(certificate));
	}

	remove(certificate: Certificate): void {
		const group = this.#groupOf(certificate);
		const keys = group === undefined ? undefined : this.#groups.get(group);
		if (group === undefined || keys === undefined) return;
		keys.remove(orderOf(certificate));
		if (keys.from(undefined).next().done) this.#groups.delete(group);
	}

	/** Their ids. */
	*inOrder(group: string, { after, descending }: RowsFrom = {}): Iterable<string> {
		for (const key of this.#groups.get(group)?.from(after, descending) ?? []) yield key.slice(key.lastIndexOf(" ") + 1);
	}
}
