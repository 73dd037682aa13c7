import TLSSocket, { type Options } from "embedded:io/socket/tcp/tls";
import type { GuardedTcpOptions } from "./guarded-tcp.js";

/** The SDK's TLS socket, which also calls back from timers of its own: those callbacks are guarded too. */
export default class GuardedTlsSocket extends TLSSocket {
	constructor(options: Options & GuardedTcpOptions) {
		const { guard, onReadable, onWritable, onError } = options;
		try {
			super({
				...options,
				onReadable: (count: number) => guard.run(() => onReadable?.(count)),
				onWritable: (count: number) => {
					if (guard.stage === "handshake") guard.enter("secured");
					guard.run(() => onWritable?.(count));
				},
				onError: () => guard.run(() => onError?.()),
			});
		} catch (thrown) {
			guard.fail(thrown);
			throw thrown;
		}
	}
}
