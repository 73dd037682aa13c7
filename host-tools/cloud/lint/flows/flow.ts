/** What a connection has to be allowed to. */
export interface Need {
	/** `iot:Publish` */
	readonly action: string;
	/** `topic/$aws/…` */
	readonly resource: string;
}

export interface Step {
	/** E.g. `hear the answers of CreateKeysAndCertificate`. */
	readonly does: string;
	/** Whatever is allowed as a whole is enough, e.g. one of several filters to subscribe by. */
	readonly ways: readonly (readonly Need[])[];
}

/** One of several conversations that would do, e.g. in JSON or in CBOR. */
export type Variant = readonly Step[];

export const publish = (topic: string): Need => ({ action: "iot:Publish", resource: `topic/${topic}` });
export const subscribe = (filter: string): Need => ({ action: "iot:Subscribe", resource: `topicfilter/${filter}` });
export const receive = (topic: string): Need => ({ action: "iot:Receive", resource: `topic/${topic}` });

/** A request, and both its answers, which are subscribed to by their names or with a wildcard at their end. */
export function conversation(request: string, does: string): Variant {
	const answers = [`${request}/accepted`, `${request}/rejected`];
	const received = answers.map(receive);
	const filters = [answers, [`${request}/+`], [`${request}/#`]];
	return [
		{ does: `subscribe to the answers to ${does}`, ways: filters.map((list) => list.map(subscribe)) },
		{ does: `receive the answers to ${does}`, ways: [received] },
		{ does: `ask for ${does}`, ways: [[publish(request)]] },
	];
}
