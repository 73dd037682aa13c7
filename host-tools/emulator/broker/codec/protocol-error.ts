/** What a client sent is no MQTT, or more of it than we take: its connection ends. */
export class ProtocolError extends Error {
	/** For the journal. */
	readonly code: "protocol-error" | "packet-too-large" | "unsupported-protocol-version";
	/** Of the DISCONNECT that MQTT 5 has for it (MQTT 5, 2.4). */
	readonly reasonCode: number;
	/** What is sent before the end to a client that is not connected yet, where MQTT has an answer. */
	readonly answer: Buffer | undefined;

	constructor(code: ProtocolError["code"], message: string, reasonCode: number, answer?: Buffer) {
		super(message);
		this.code = code;
		this.reasonCode = reasonCode;
		this.answer = answer;
	}
}
