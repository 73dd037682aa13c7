import type { Socket } from "node:net";

const changeCipherSpec = 20;
const recordHeader = 5;
/** Of ClientHello, behind the headers of record and message: version and random come first. */
const sessionIdLengthOffset = recordHeader + 4 + 34;

export interface ObservedHandshake {
	/** ClientHello named a session. */
	readonly offered: boolean;
	/** The server went on with it: ChangeCipherSpec follows ServerHello, and no certificate. */
	readonly resumed: boolean;
}

/** Tells full TLS 1.2 handshakes from resumed ones by what passes in the clear. */
export class TlsObserver {
	readonly handshakes: ObservedHandshake[] = [];

	/** `far` is a proxy's socket to the server. */
	watch(far: Socket): void {
		let hello = Buffer.alloc(0);
		const write = far.write.bind(far);
		far.write = ((bytes: Buffer, ...rest: []) => {
			if (hello.length <= sessionIdLengthOffset) hello = Buffer.concat([hello, bytes]);
			return write(bytes, ...rest);
		}) as typeof far.write;
		let answer = Buffer.alloc(0);
		const onData = (bytes: Buffer) => {
			answer = Buffer.concat([answer, bytes]);
			if (answer.length < recordHeader) return;
			const second = recordHeader + answer.readUInt16BE(3);
			if (answer.length <= second) return;
			far.off("data", onData);
			this.handshakes.push({
				offered: (hello[sessionIdLengthOffset] ?? 0) > 0,
				resumed: answer[second] === changeCipherSpec,
			});
		};
		far.on("data", onData);
	}
}
