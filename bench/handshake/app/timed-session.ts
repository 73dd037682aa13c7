import GuardedSession from "firmware/adapters/mqtt/guarded-session";
import type GuardedTcp from "firmware/adapters/mqtt/guarded-tcp";
import type { RecordSource } from "firmware/adapters/mqtt/record-reader";
import type {} from "./phases.js";

const wrappers: readonly string[] = [
	"recordProtocol",
	"tlsCipherText",
	"tlsCompressed",
	"tlsPlainText",
	"handshakeProtocol",
];

/** The firmware's TLS session, which tells where its time goes: the SDK says which message it is about to make or to take. */
export default class TimedSession extends GuardedSession {
	override handshake(socket: GuardedTcp): boolean {
		return this.#timed(() => GuardedSession.prototype.handshake.call(this, socket));
	}

	override read(socket: GuardedTcp): Uint8Array | null | undefined {
		return this.#timed(() => GuardedSession.prototype.read.call(this, socket));
	}

	override write(socket: GuardedTcp, data: Uint8Array | ArrayBuffer, options?: { more?: boolean }): number {
		return this.#timed(() => GuardedSession.prototype.write.call(this, socket, data, options));
	}

	override traceProtocol({ name }: { readonly name: string }): void {
		if (phases.current !== "") phases.enter(wrappers.includes(name) ? "records" : name);
	}

	override readPacket(socket: GuardedTcp & RecordSource): Uint8Array | undefined {
		if (phases.current !== "") phases.enter("records");
		return super.readPacket(socket);
	}

	#timed<T>(action: () => T): T {
		const outside = phases.current;
		if (outside === "") return action();
		phases.enter("records");
		const result = action();
		phases.enter("waiting");
		return result;
	}
}
