/** What a client sent is no MQTT 3.1.1, or more of it than we take: its connection ends. */
export class ProtocolError extends Error {
	/** For the journal. */
	readonly code: "protocol-error" | "packet-too-large" | "unsupported-protocol-version";
	/** What is sent before the end, where MQTT has an answer. */
	readonly answer: Buffer | undefined;

	constructor(code: ProtocolError["code"], message: string, answer?: Buffer) {
		super(message);
		this.code = code;
		this.answer = answer;
	}
}
