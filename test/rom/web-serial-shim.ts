import type { OpenSerialLink, SerialLink } from "../../host-tools/board/serial/serial-link.js";

interface WebSerialSignals {
	readonly dataTerminalReady?: boolean;
	readonly requestToSend?: boolean;
}

/** As much of a Web Serial port as esptool-js asks for, over a serial link that is opened anew each time. */
export function webSerialShim(openLink: OpenSerialLink) {
	let link: SerialLink | undefined;
	let readable: ReadableStream<Uint8Array> | null = null;
	let writable: WritableStream<Uint8Array> | null = null;
	return {
		get readable() {
			return readable;
		},
		get writable() {
			return writable;
		},
		getInfo: () => ({}),
		async open({ baudRate }: { readonly baudRate: number }) {
			const opened = await openLink("board", { baudRate, signal: new AbortController().signal });
			link = opened;
			readable = new ReadableStream({
				start: (controller) =>
					opened.listen({
						onBytes: (bytes) => controller.enqueue(bytes),
						onClosed: (error) => controller.error(error),
					}),
				cancel: () => opened.listen(undefined),
			});
			writable = new WritableStream({ write: (bytes) => opened.write(bytes) });
		},
		setSignals: async ({ dataTerminalReady: dtr, requestToSend: rts }: WebSerialSignals) =>
			link?.setSignals({ ...(dtr === undefined ? {} : { dtr }), ...(rts === undefined ? {} : { rts }) }),
		setBaudRate: async (baudRate: number) => link?.setBaudRate(baudRate),
		async close() {
			readable = null;
			writable = null;
			await link?.close();
		},
	};
}
