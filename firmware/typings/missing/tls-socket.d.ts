/** The SDK maps its typing of this module to another specifier. Only what firmware/adapters calls. */
declare module "embedded:io/socket/tcp/tls" {
	export interface Options {
		readonly onReadable?: (count: number) => void;
		readonly onWritable?: (count: number) => void;
		readonly onError?: () => void;
	}

	export default class TLSSocket {
		constructor(options: object);
	}
}
