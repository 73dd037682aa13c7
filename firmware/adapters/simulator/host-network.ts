import type { Network } from "../../ports/network.js";

/** The simulator's host owns the network. */
export class HostNetwork implements Network {
	async connect(): Promise<void> {}

	close(): void {}
}
