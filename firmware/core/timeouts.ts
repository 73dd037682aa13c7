import type { BackoffSettings } from "./run/backoff.js";

/** Every wait of the device, in milliseconds. docs/timeouts.md has ranges and how they must relate. */
export interface Timeouts {
	/** Wi-Fi association and DHCP. */
	readonly networkMs: number;
	/** SNTP. */
	readonly clockMs: number;
	/** How long a device that is online trusts its clock before it asks SNTP again. */
	readonly clockAgeMs: number;
	/** DNS, TCP, TLS and CONNACK together. */
	readonly connectMs: number;
	/** SUBACK. */
	readonly subscribeMs: number;
	/** A provisioning reply. AWS gives its hook 5 s, so anything below 10 s gives up too early. */
	readonly replyMs: number;
	/** Making a key on the device. */
	readonly keyMs: number;
	/** PUBACK of a reading. */
	readonly acknowledgeMs: number;
	/** One sample of the sensor. */
	readonly sampleMs: number;
	/** Silence on the serial line before half a bootstrap is forgotten. */
	readonly bootstrapIdleMs: number;
	/** How long AWS must have refused a new identity before the claim it came by makes another: an attachment is eventually consistent. */
	readonly refusedMs: number;
	/** The same where somebody gave the device a new claim since. */
	readonly refusedWithNewClaimMs: number;
	/** A connection that lasted so long was a good one: the pauses between tries begin anew after it. */
	readonly steadyMs: number;
	/** MQTT keep-alive: AWS IoT takes 30 to 1200 s. */
	readonly keepAliveSeconds: number;
	readonly backoff: BackoffSettings;
	/** Before an identity is proved: the claim's five minutes allow no long pauses. */
	readonly provisioningBackoff: BackoffSettings;
}

export const defaultTimeouts: Timeouts = Object.freeze({
	networkMs: 30_000,
	clockMs: 30_000,
	clockAgeMs: 21_600_000,
	connectMs: 30_000,
	subscribeMs: 10_000,
	replyMs: 15_000,
	keyMs: 120_000,
	acknowledgeMs: 15_000,
	sampleMs: 5_000,
	bootstrapIdleMs: 15_000,
	refusedMs: 120_000,
	refusedWithNewClaimMs: 15_000,
	steadyMs: 60_000,
	keepAliveSeconds: 60,
	backoff: Object.freeze({ minimumMs: 1_000, baseMs: 2_000, capMs: 120_000 }),
	provisioningBackoff: Object.freeze({ minimumMs: 1_000, baseMs: 2_000, capMs: 15_000 }),
});
