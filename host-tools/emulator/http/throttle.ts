import { AwsError } from "../aws-error.js";
import type { Behaviour } from "../behaviour.js";
import type { EmulatorClock } from "../clock.js";

/**
 * AWS's default rates, in requests a second of an account and region (AWS General Reference, AWS IoT Core endpoints and quotas, as of
 * 2019); what is not among them is a guess.
 */
const awsRates: Readonly<Record<string, number>> = Object.freeze({
	AddThingToThingGroup: 60,
	AttachPolicy: 15,
	AttachThingPrincipal: 15,
	CreateCertificateFromCsr: 15,
	CreatePolicy: 10,
	CreateThing: 15,
	CreateThingGroup: 25,
	DescribeCertificate: 10,
	DescribeThing: 350,
	ListCertificates: 10,
	ListThings: 10,
	RegisterCertificate: 10,
	RegisterThing: 10,
	UpdateCertificate: 10,
});
const guessedRate = 10;

interface Bucket {
	tokens: number;
	/** ms, emulator time */
	filledAt: number;
}

/** Lets so many requests of an operation pass in a second, and as many at once. */
export class Throttle {
	readonly #clock: EmulatorClock;
	readonly #behaviour: Pick<Required<Behaviour>, "throttling">;
	readonly #buckets = new Map<string, Bucket>();

	constructor(clock: EmulatorClock, behaviour: Pick<Required<Behaviour>, "throttling">) {
		this.#clock = clock;
		this.#behaviour = behaviour;
	}

	/** Throws ThrottlingException. */
	check(operation: string): void {
		const rate = this.#rateOf(operation);
		if (rate === undefined) return;
		const now = this.#clock.now();
		const bucket = this.#buckets.get(operation) ?? { tokens: rate, filledAt: now };
		const tokens = Math.min(rate, bucket.tokens + (rate * (now - bucket.filledAt)) / 1000);
		const passes = tokens >= 1;
		this.#buckets.set(operation, { tokens: passes ? tokens - 1 : tokens, filledAt: now });
		if (!passes) throw new AwsError("ThrottlingException", "Rate exceeded");
	}

	#rateOf(operation: string): number | undefined {
		const { throttling } = this.#behaviour;
		if (throttling === "off") return undefined;
		if (throttling === "aws") return awsRates[operation] ?? guessedRate;
		return Object.hasOwn(throttling, operation) ? throttling[operation] : undefined;
	}
}
