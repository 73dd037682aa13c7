declare module "crypt" {
	export class Digest {
		constructor(type: "SHA256");
		write(message: ArrayBuffer): void;
		close(): ArrayBuffer;
	}
}
