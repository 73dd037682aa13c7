/** What a subscription asks for, in the bits that SUBSCRIBE has for it (MQTT 5, 3.8.3.1): one number, because there may be a million of them. */
export type SubscriptionOptions = number;

const noLocal = 4;
const retainAsPublished = 8;

export interface SubscriptionWishes {
	readonly qos: 0 | 1;
	readonly noLocal?: boolean;
	readonly retainAsPublished?: boolean;
}

export function subscriptionOptions(wishes: SubscriptionWishes): SubscriptionOptions {
	return wishes.qos | (wishes.noLocal ? noLocal : 0) | (wishes.retainAsPublished ? retainAsPublished : 0);
}

export function qosOf(options: SubscriptionOptions): 0 | 1 {
	return (options & 1) as 0 | 1;
}

/** Not for who published it. */
export function isNoLocal(options: SubscriptionOptions): boolean {
	return (options & noLocal) !== 0;
}

export function isRetainAsPublished(options: SubscriptionOptions): boolean {
	return (options & retainAsPublished) !== 0;
}

/** Of two filters of one subscriber that match: the higher QoS, the retain flag if one wants it, and its own messages unless both do not. */
export function mergedOptions(a: SubscriptionOptions, b: SubscriptionOptions): SubscriptionOptions {
	return ((a | b) & ~noLocal) | (a & b & noLocal);
}
