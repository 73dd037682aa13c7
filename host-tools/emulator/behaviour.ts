/** Knobs for what AWS leaves open, and faults to test a device with; most may change while the emulator runs (changeable-behaviour.ts). */
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
	/** ms after which a change of policies, attachments and group memberships acts on sessions that were asked before. Default 0. */
	readonly policyDelayMs?: number;
	/** ms (real time) by which answers to provisioning requests are late. Default 0. */
	readonly replyDelayMs?: number;
	/** The next so many answers to provisioning requests are lost. Default 0. */
	readonly loseReplies?: number;
	/** The next so many connections that break before the answer to a CONNECT, SUBSCRIBE, PUBLISH, or PUBLISH on a reserved topic. Default: none. */
	readonly cuts?: Readonly<Partial<Record<CutStep, number>>>;
	/** ms (real time) by which answers over HTTP are late. Default 0. */
	readonly latencyMs?: number;
	/** Requests a second of each operation that are answered, the others get ThrottlingException: `aws` has AWS's default rates. Default `off`. */
	readonly throttling?: "off" | "aws" | Readonly<Record<string, number>>;
	/** What becomes of the blocks of streams on their way to devices. None is harmed unless told so. */
	readonly streamFaults?: StreamFaults;
	/** Folder that stands for S3: <bucket>/<key> in it. Nothing can be read from S3 without it. */
	readonly bucketDirectory?: string | undefined;
	/**
	 * What DescribeEndpoint says to `iot:Data` and `iot:Jobs`, which the API model still has: `refuse`, as AWS was seen to do
	 * (default), or `answer` (docs/aws-behaviour.md, "Endpoints").
	 */
	readonly retiredEndpoints?: "refuse" | "answer";
	/** What pre-provisioning hooks may be; on this machine, over HTTP, unless told otherwise. */
	readonly hooks?: HookSettings;
	/**
	 * ms by which audits look at connections late. AWS: two hours. Default 0, so that who tries it out need not wait.
	 */
	readonly auditLagMs?: number;
	/** Audits find certificates that are attached to several things, too. Default false: AWS looks at connections only. */
	readonly auditAttachments?: boolean;
	/**
	 * Which account Device Defender Detect sees: `established` has it (default), `new-account` is refused as AWS refuses accounts that
	 * did not use it before 31 August 2026 (docs/aws-behaviour.md, "Detect").
	 */
	readonly detect?: "established" | "new-account";
	/** TLS 1.2 sessions are remembered by their id and may be resumed. Default false: AWS documents no resumption. */
	readonly resumeTlsSessions?: boolean;
}

export type CutStep = "connect" | "subscribe" | "publish" | "request";

export interface HookSettings {
	/** Its modules may be named by file URLs in templates; none may without it. */
	readonly directory?: string | undefined;
	/** ARN of a Lambda function → an http or https URL, or the path of a module. */
	readonly targets?: ReadonlyMap<string, string> | undefined;
	/** ms (real time) a hook may take. Default 5000, as AWS has it. */
	readonly deadlineMs?: number | undefined;
}

/** Every so many blocks of all streams together; 0 or missing: never. */
export interface StreamFaults {
	/** Blocks that are not sent. */
	readonly loseEvery?: number;
	/** Blocks that are sent twice. */
	readonly doubleEvery?: number;
	/** Blocks that lack their last byte. */
	readonly shortenEvery?: number;
	/** The blocks of a request come last first. */
	readonly reorder?: boolean;
	/** A stream's version grows by one when so many of its blocks were sent with this setting, as if it had been updated. */
	readonly changeVersionAfter?: number;
}

/** As it is now: the one object that all parts of a running emulator look at, whenever they decide. */
export type PresentBehaviour = { -readonly [K in keyof Behaviour]-?: Behaviour[K] };

export const defaultBehaviour: Required<Behaviour> = Object.freeze({
	claimExpiry: "reject-requests",
	denial: "disconnect",
	limitConnectRate: false,
	propagationDelayMs: 0,
	policyDelayMs: 0,
	replyDelayMs: 0,
	loseReplies: 0,
	cuts: Object.freeze({}),
	latencyMs: 0,
	throttling: "off",
	streamFaults: Object.freeze({}),
	bucketDirectory: undefined,
	retiredEndpoints: "refuse",
	hooks: {},
	auditLagMs: 0,
	auditAttachments: false,
	detect: "established",
	resumeTlsSessions: false,
});
