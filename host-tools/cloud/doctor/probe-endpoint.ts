import { type Fact, type Finding, fail, ok } from "../../base/doctor/check.js";
import { openTcp, type TcpOptions } from "./open-tcp.js";
import { StepError } from "./step-error.js";
import { type DistrustContext, explainDistrust } from "./tls-distrust.js";
import { type Handshake, type HandshakeOptions, tlsHandshake } from "./tls-handshake.js";

export interface ProbeOptions
	extends Pick<TcpOptions, "port" | "connectMs">,
		Pick<HandshakeOptions, "host" | "rootCaPem" | "protocol" | "handshakeMs">,
		Pick<DistrustContext, "otherRoots" | "emulated"> {
	readonly addresses: readonly string[];
	readonly signal: AbortSignal;
}

export interface Probed {
	readonly finding: Finding;
	/** Undefined: it did not come so far. */
	readonly handshake: Handshake | undefined;
}

/** Goes the way of a device, as far as it leads: TCP, TLS, trust, protocol. Rejects with `interrupted` only. */
export async function probeEndpoint(options: ProbeOptions): Promise<Probed> {
	const { addresses, host, port, protocol: wanted, otherRoots, emulated } = options;
	const times = new Map<string, number>();
	const facts = (failedStep?: string) => ({
		host,
		port,
		failedStep: failedStep ?? null,
		tcpMs: times.get("tcp") ?? null,
		tlsMs: times.get("tls") ?? null,
	});
	try {
		const tcp = await timed(times, "tcp", () => openTcp(addresses, options));
		const handshake = await timed(times, "tls", () => tlsHandshake(tcp, options));
		const why = explainDistrust(handshake, { host, port, otherRoots, emulated });
		if (why !== undefined) return { finding: fail(why.code, why.message, why.next, facts("tls")), handshake };
		if (wanted !== undefined && handshake.protocol !== wanted)
			return { finding: withoutProtocol(wanted, facts("tls")), handshake };
		const { version } = handshake;
		const message = `${host}:${port}: TCP ${times.get("tcp")} ms, ${version} ${times.get("tls")} ms`;
		return { finding: ok(message, { ...facts(), tlsVersion: version }), handshake };
	} catch (error) {
		if (!(error instanceof StepError)) throw error;
		const { code, message, next, step } = error;
		return { finding: fail(code, message, next, facts(step)), handshake: undefined };
	}
}

function withoutProtocol(wanted: string, facts: Readonly<Record<string, Fact>>): Finding {
	const message = `the handshake comes back without the protocol ${wanted}: a proxy on the way drops ALPN`;
	return fail("alpn-dropped", message, "use port 8883, or have the endpoint's host excluded from inspection", facts);
}

/** Notes how long `work` took, in ms, also where it fails. */
async function timed<T>(times: Map<string, number>, step: string, work: () => Promise<T>): Promise<T> {
	const startedAt = performance.now();
	try {
		return await work();
	} finally {
		times.set(step, Math.round(performance.now() - startedAt));
	}
}
