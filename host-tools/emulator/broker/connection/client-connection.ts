import type { ClientPacket } from "../codec/client-packet.js";
import { ProtocolError } from "../codec/protocol-error.js";
import { limits } from "../limits.js";
import type { Backlog } from "./backlog.js";
import type { ByteStream } from "./byte-stream.js";
import { Outbox, type Outboxes } from "./outbox.js";
import { PacketDecoder } from "./packet-decoder.js";
import { PacketFrames } from "./packet-frames.js";
import { SilenceTimer } from "./silence-timer.js";

/** Hears one connection. Nothing is called after `closed`, and no packet after `hangUp`. */
export interface ConnectionHandler {
	packet(packet: ClientPacket): void;
	malformed(error: ProtocolError): void;
	/** Nothing was heard for as long as `allowSilence` said. */
	silent(): void;
	/** The client does not take what is sent to it, or leaves too much half sent. */
	overrun(code: Overrun, reason: string): void;
	/** Of the network or TLS; `closed` follows. */
	failed(error: Error & { code?: string }): void;
	closed(): void;
}

/** As the journal calls it. */
export type Overrun = "slow-subscriber" | "slow-publisher";

/** What all connections of a broker have in common. */
export interface SharedByConnections {
	readonly backlog: Backlog;
	readonly outboxes: Outboxes;
	/** Hears whose socket is gone, after its handler. */
	gone(connection: ClientConnection): void;
}

/** ms for which a connection may end by itself before it is destroyed. */
const grace = 1000;
/** ms for which the packets of one client are handled before the others have their turn. */
const turn = 5;

/** MQTT packets over one TLS connection: bounded in what it holds of what comes, and of what the client does not read. */
export class ClientConnection {
	readonly socket: ByteStream;
	readonly #handler: ConnectionHandler;
	readonly #shared: SharedByConnections;
	readonly #outbox: Outbox;
	readonly #frames = new PacketFrames(limits.packet);
	readonly #decoder = new PacketDecoder();
	readonly #silence: SilenceTimer;
	#drain: NodeJS.Timeout | undefined;
	/** Whether the client has taken anything since `#drain` was started. */
	#taken = false;
	/** Bytes of what was sent or waits, and is not acknowledged. */
	#held = 0;
	/** Bytes that came and were not handled: of a packet that came in part, or that waits for its turn. */
	#unhandled = 0;
	#open = true;
	#paused = false;
	/** Whether the others have their turn. */
	#yields = false;

	/** Reads from now on, CONNECT being due within `limits.connectWait`. */
	constructor(socket: ByteStream, shared: SharedByConnections, handler: ConnectionHandler) {
		this.socket = socket;
		this.#shared = shared;
		this.#outbox = new Outbox(socket, shared.outboxes, this.#onTaken);
		this.#handler = handler;
		this.#silence = new SilenceTimer(limits.connectWait, () => handler.silent());
		socket.on("data", (chunk: Buffer) => this.#read(chunk));
		socket.on("drain", () => this.#drained());
		socket.on("error", (error: Error & { code?: string }) => handler.failed(error));
		// The client has said all it will: what is under way to it is of no more use.
		socket.on("end", () => this.hangUp());
		socket.on("close", () => this.#closed());
	}

	/** False from `hangUp` on. */
	get isOpen(): boolean {
		return this.#open && !this.socket.destroyed;
	}

	/** ms without a packet after which the handler hears `silent`. */
	allowSilence(milliseconds: number): void {
		this.#silence.restart(milliseconds);
	}

	/** Reads no further packet until `resume`. */
	pause(): void {
		this.#paused = true;
		this.socket.pause();
	}

	resume(): void {
		if (!this.#paused || !this.isOpen) return;
		this.#paused = false;
		this.#goOn();
	}

	/** Sends an encoded packet. Does nothing once the connection is being ended. */
	send(bytes: Buffer): void {
		if (!this.isOpen) return;
		this.#outbox.push(bytes);
		const unsent = this.#unsent;
		if (unsent > limits.unsentBytes) {
			this.#handler.overrun(
				"slow-subscriber",
				`The client leaves ${unsent} bytes unread: the limit is ${limits.unsentBytes}`,
			);
		} else if (unsent > limits.unsentBytesCounted) {
			if (this.#drain === undefined) this.#watchDrain();
			this.#count();
		}
	}

	/** Says how many bytes are held until the client acknowledges them. */
	hold(bytes: number): void {
		const mattered = this.#held > limits.unsentBytesCounted;
		this.#held = bytes;
		if (this.isOpen && (mattered || bytes > limits.unsentBytesCounted)) this.#count();
	}

	/** Ends at once, with nothing of what was sent in this turn: as a network does. */
	abort(): void {
		this.socket.destroy();
	}

	/** What was sent goes out, then TLS close_notify and FIN, with no MQTT packet. May be called twice. */
	hangUp(): void {
		if (!this.#open) return;
		this.#outbox.flush();
		this.#open = false;
		this.#held = 0;
		this.#unhandled = 0;
		this.#count();
		this.#silence.stop();
		const { socket } = this;
		if (socket.destroyed) return;
		// What still arrives is thrown away: unread bytes would turn the end into a reset.
		socket.removeAllListeners("data");
		socket.resume();
		const force = setTimeout(() => socket.destroy(), grace);
		force.unref();
		socket.once("close", () => clearTimeout(force));
		socket.end(() => (socket.destroySoon === undefined ? socket.destroy() : socket.destroySoon()));
	}

	#read(chunk: Buffer): void {
		this.#frames.push(chunk);
		if (!this.#paused && !this.#yields) this.#deliver();
		this.#noteUnhandled();
	}

	#goOn(): void {
		if (this.#paused || this.#yields) return;
		this.#deliver();
		this.#noteUnhandled();
		if (!this.#paused && !this.#yields && this.isOpen) this.socket.resume();
	}

	/** A chunk of small packets, each for many subscribers, would keep everybody waiting. */
	#yield(): void {
		this.#yields = true;
		this.socket.pause();
		setImmediate(() => {
			this.#yields = false;
			if (this.isOpen) this.#goOn();
		});
	}

	#deliver(): void {
		let now = performance.now();
		const until = now + turn;
		try {
			while (this.isOpen && !this.#paused && !this.#yields) {
				const bytes = this.#frames.next();
				if (bytes === undefined) return;
				this.#silence.heard(now);
				this.#handler.packet(this.#decoder.decode(bytes));
				now = performance.now();
				if (now > until) this.#yield();
			}
		} catch (error) {
			if (!(error instanceof ProtocolError)) throw error;
			this.#handler.malformed(error);
		}
	}

	#noteUnhandled(): void {
		const mattered = this.#unhandled > limits.unhandledBytesCounted;
		this.#unhandled = this.#frames.length;
		const matters = this.#unhandled > limits.unhandledBytesCounted;
		if (this.isOpen && (mattered || matters)) this.#count("slow-publisher");
	}

	#drained(): void {
		clearTimeout(this.#drain);
		this.#drain = undefined;
		this.#count();
	}

	/** Those with little are never the ones who are cut. */
	#count(code: Overrun = "slow-subscriber"): void {
		const { unsentBytesCounted, unhandledBytesCounted } = limits;
		const toClient = counted(this.#unsent, unsentBytesCounted) + counted(this.#held, unsentBytesCounted);
		const bytes = toClient + counted(this.#unhandled, unhandledBytesCounted);
		if (this.#shared.backlog.note(this, bytes) || bytes === 0 || !this.isOpen) return;
		this.#handler.overrun(code, "All clients together leave too much unread, unacknowledged or half sent");
	}

	get #unsent(): number {
		return this.socket.destroyed ? 0 : this.socket.writableLength + this.#outbox.bytes;
	}

	readonly #onTaken = () => {
		this.#taken = true;
	};

	#watchDrain(): void {
		this.#taken = false;
		this.#drain = setTimeout(() => this.#stalled(), limits.drain);
		this.#drain.unref();
	}

	#stalled(): void {
		this.#drain = undefined;
		if (this.#taken) this.#watchDrain();
		else this.#handler.overrun("slow-subscriber", `The client has read nothing for ${limits.drain / 1000} s`);
	}

	#closed(): void {
		this.#open = false;
		this.#held = 0;
		this.#unhandled = 0;
		this.#silence.stop();
		this.#drained();
		this.#handler.closed();
		this.#shared.gone(this);
	}
}

function counted(bytes: number, from: number): number {
	return bytes > from ? bytes : 0;
}
