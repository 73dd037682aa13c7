import { randomBytes, randomUUID } from "node:crypto";
import { type ArnScope, arn } from "../../../arn.js";
import { AwsError, invalidRequest, quote } from "../../../aws-error.js";
import type { EmulatorClock } from "../../../clock.js";
import { jsonRows } from "../../../store/json-rows.js";
import type { Store } from "../../../store/store.js";
import type { RowsFrom, Table } from "../../../store/table.js";
import { checkLength, checkRoom } from "../../checks.js";
import type { Destination, DestinationStatus } from "./destination.js";

/** AWS. */
const mostDestinations = 1000;
/** ms for which a confirmation token is good. Guessed: AWS says that a confirmation times out, and not when. */
const confirmationTimeout = 3 * 24 * 3_600_000;

export interface DestinationsParts {
	readonly store: Store;
	readonly clock: EmulatorClock;
	/** Sends the confirmation request; never throws. `enableUrl`: what confirms the destination when it is opened. */
	readonly askToConfirm: (destination: Destination, enableUrl: string) => void;
}

/** Who makes a destination: of which account, and how it reached the emulator. */
export interface Maker {
	readonly scope: ArnScope;
	readonly headers: { readonly host?: string | undefined };
}

/** Topic rule destinations over HTTP. All calls are synchronous and throw AwsError as the AWS operation of the same name would. */
export class Destinations {
	readonly #parts: DestinationsParts;
	readonly #rows: Table<Destination>;
	readonly #byUrl = new Map<string, string>();

	constructor(parts: DestinationsParts) {
		this.#parts = parts;
		const codec = jsonRows<Destination>("confirmationToken");
		this.#rows = parts.store.table("topic-rule-destination", codec, { orderOf: (row) => row.arn });
		for (const row of this.#rows.values()) this.#byUrl.set(row.confirmationUrl, row.arn);
	}

	create(confirmationUrl: string, maker: Maker): Destination {
		checkConfirmationUrl("confirmationUrl", confirmationUrl);
		const present = this.#byUrl.get(confirmationUrl);
		if (present !== undefined) {
			throw new AwsError("ResourceAlreadyExistsException", `There is a destination for ${confirmationUrl}`, {
				resourceId: present,
				resourceArn: present,
			});
		}
		checkRoom("topic rule destinations", this.#rows.size, mostDestinations);
		const now = this.#parts.clock.now();
		const destination = this.#keep({
			arn: arn(maker.scope, "ruledestination", `http/${randomUUID()}`),
			confirmationUrl,
			...newConfirmation(),
			createdAt: now,
			lastUpdatedAt: now,
		});
		this.#parts.askToConfirm(destination, enableUrlOf(destination, maker));
		return destination;
	}

	get(destinationArn: string): Destination {
		const row = this.#rows.get(destinationArn);
		if (row !== undefined) return this.#seen(row);
		// In AWS's way: what is not there cannot be told from what may not be seen.
		throw new AwsError(
			"UnauthorizedException",
			`Access to topic rule destination ${quote(destinationArn)} was denied: there is none`,
		);
	}

	/** By ARN. */
	*list(range?: RowsFrom): Iterable<Destination> {
		for (const row of this.#rows.inOrder(range)) yield this.#seen(row);
	}

	/** By what the confirmation request said. */
	confirm(confirmationToken: string): void {
		const row = [...this.#rows.values()].find((one) => one.confirmationToken === confirmationToken);
		if (row === undefined || this.#seen(row).status !== "IN_PROGRESS") {
			throw invalidRequest("The confirmation token is none that waits to be confirmed");
		}
		this.#keep({ ...row, status: "ENABLED", statusReason: "", lastUpdatedAt: this.#parts.clock.now() });
	}

	/** ENABLED and DISABLED take turns; IN_PROGRESS asks for a new confirmation. */
	update(destinationArn: string, status: string, maker: Maker): void {
		const present = this.get(destinationArn);
		const lastUpdatedAt = this.#parts.clock.now();
		if (status === "IN_PROGRESS") {
			const asked = this.#keep({ ...present, ...newConfirmation(), lastUpdatedAt });
			this.#parts.askToConfirm(asked, enableUrlOf(asked, maker));
			return;
		}
		if (status !== "ENABLED" && status !== "DISABLED") {
			throw invalidRequest(`status must be ENABLED, DISABLED or IN_PROGRESS: it is ${quote(status)}`);
		}
		const from: DestinationStatus = status === "ENABLED" ? "DISABLED" : "ENABLED";
		if (present.status !== from && present.status !== status) {
			throw invalidRequest(`A destination that is ${present.status} cannot become ${status}: confirm it first`);
		}
		this.#keep({ ...present, status, statusReason: "", lastUpdatedAt });
	}

	delete(destinationArn: string): void {
		const { confirmationUrl } = this.get(destinationArn);
		this.#rows.delete(destinationArn);
		this.#byUrl.delete(confirmationUrl);
	}

	/** Why an HTTP action may not send to a URL; undefined when a destination that is ENABLED begins it. */
	problemOf(url: string): string | undefined {
		const begin = [...this.#byUrl].filter(([confirmationUrl]) => isWithin(url, confirmationUrl));
		const statuses = begin.map(([, destinationArn]) => this.get(destinationArn).status);
		if (statuses.includes("ENABLED")) return undefined;
		const [status] = statuses;
		if (status === undefined) return "there is no topic rule destination whose confirmation URL begins this URL";
		return `its topic rule destination is ${status}, and would have to be ENABLED`;
	}

	/** Confirmation URLs of HTTP actions. Throws InvalidRequestException when one does not begin its action's URL. */
	wantedBy(actions: readonly { readonly url: string; readonly confirmationUrl?: string }[]): readonly string[] {
		return actions.flatMap(({ url, confirmationUrl = url }) => {
			const beginning = confirmationUrl.split("${")[0] ?? "";
			if (!url.startsWith(beginning)) {
				throw invalidRequest(
					`http.url must begin with its confirmationUrl, ${quote(confirmationUrl)}: it is ${quote(url)}`,
				);
			}
			// With a template in it, a destination is made by hand.
			if (beginning !== confirmationUrl) return [];
			return [checkConfirmationUrl("http.confirmationUrl", confirmationUrl)];
		});
	}

	/** Makes those of the destinations that are not there. */
	provide(confirmationUrls: readonly string[], maker: Maker): void {
		for (const url of new Set(confirmationUrls)) {
			if (!this.#byUrl.has(url)) this.create(url, maker);
		}
	}

	#keep(row: Destination): Destination {
		this.#rows.set(row.arn, Object.freeze(row));
		this.#byUrl.set(row.confirmationUrl, row.arn);
		return row;
	}

	/** As it is by now. */
	#seen(row: Destination): Destination {
		const isOver = this.#parts.clock.now() - row.lastUpdatedAt > confirmationTimeout;
		if (row.status !== "IN_PROGRESS" || !isOver) return row;
		return { ...row, status: "ERROR", statusReason: "Confirmation of the destination timed out" };
	}
}

function newConfirmation(): Pick<Destination, "status" | "statusReason" | "confirmationToken"> {
	const statusReason = "Awaiting confirmation. Confirmation message sent on creation";
	return { status: "IN_PROGRESS", statusReason, confirmationToken: randomBytes(96).toString("base64url") };
}

function enableUrlOf({ confirmationToken }: Destination, { headers }: Maker): string {
	return `http://${headers.host ?? "127.0.0.1"}/_thingsmith/confirmdestination/${confirmationToken}`;
}

/** Also of the same host: `https://a.test` begins `https://a.test.example`, too. */
function isWithin(url: string, confirmationUrl: string): boolean {
	return url.startsWith(confirmationUrl) && new URL(url).origin === new URL(confirmationUrl).origin;
}

/** AWS takes https only; http is for servers on this machine. */
function checkConfirmationUrl(what: string, url: string): string {
	checkLength(what, url, 1, 2000);
	if (URL.canParse(url) && /^https?:\/\//i.test(url)) return url;
	throw invalidRequest(`${what} must be an https URL: it is ${quote(url)}`);
}
