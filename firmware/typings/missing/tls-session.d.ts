/** The SDK's TLS session, under the name manifest.json gives it. Untyped in the SDK. Only what firmware/adapters calls. */
declare module "ssl/session/419" {
	/** What a session needs of its socket. */
	export interface SessionSocket {
		write(data: Uint8Array): number;
	}

	export default class Session {
		/** The last alert received. */
		readonly alert: { readonly level: number; readonly description: number } | undefined;
		/** Type of the handshake message taken last; -1 between flights. */
		readonly handshakeProcess: number;

		/** True when the handshake is over. Throws on what the peer does wrong. */
		handshake(socket: SessionSocket): boolean;
		/** Undefined: nothing complete to read; null: closed by the peer. */
		read(socket: SessionSocket): Uint8Array | null | undefined;
		write(socket: SessionSocket, data: Uint8Array | ArrayBuffer, options?: { more?: boolean }): number;
	}
}
