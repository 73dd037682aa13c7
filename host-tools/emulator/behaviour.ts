import type { BucketSettings } from "./bucket-files.js";

/** Knobs for what AWS leaves open, and faults to test a device with. */
export interface Behaviour {
	/**
	 * When a provisioning claim that expired is noticed: when it connects and when it asks for a certificate (default), when it
	 * connects only, or also by cutting its sessions the moment it expires (docs/aws-behaviour.md, "Claims").
	 */
	readonly claimExpiry?: "handshake" | "reject-requests" | "cut-session";
	/**
	 * How a refusal looks: `disconnect` closes the connection without a packet, as AWS does (default); `answer` sends
	 * CONNACK 5 or SUBACK 0x80 first, for diagnosis (docs/aws-behaviour.md, "Refusals"). A refused PUBLISH has no answer
	 * in MQTT 3.1.1 either way.
	 */
	readonly denial?: "disconnect" | "answer";
	/** AWS accepts one CONNECT a second per client id. Default false, because programs on a laptop restart faster than devices. */
	readonly limitConnectRate?: boolean;
	/** ms for which a certificate stays unknown to the broker after it changed its status. Default 0. */
	readonly propagationDelayMs?: number;
	/** ms (real time) by which answers to provisioning requests are late. Default 0. */
	readonly replyDelayMs?: number;
	/** The first so many answers to provisioning requests are lost. Default 0. */
	readonly loseReplies?: number;
	/** What pre-provisioning hooks may be; on this machine, over HTTP, unless told otherwise. */
	readonly hooks?: HookSettings;
	/** Where objects of S3 are; there are none unless told otherwise. */
	readonly buckets?: BucketSettings;
	/** TLS 1.2 sessions are remembered by their id and may be resumed. Default false: AWS documents no resumption. */
	readonly resumeTlsSessions?: boolean;
}

export interface HookSettings {
	/** Its modules may be named by file URLs in templates; none may without it. */
	readonly directory?: string | undefined;
	/** ARN of a Lambda function → an http or https URL, or the path of a module. */
	readonly targets?: ReadonlyMap<string, string> | undefined;
	/** ms (real time) a hook may take. Default 5000, as AWS has it. */
	readonly deadlineMs?: number | undefined;
}

export const defaultBehaviour: Required<Behaviour> = Object.freeze({
	claimExpiry: "reject-requests",
	denial: "disconnect",
	limitConnectRate: false,
	propagationDelayMs: 0,
	replyDelayMs: 0,
	loseReplies: 0,
	hooks: {},
	buckets: {},
	resumeTlsSessions: false,
});
