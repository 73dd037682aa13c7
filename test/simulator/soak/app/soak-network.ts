import { DeviceError } from "firmware/ports/errors";
import type { Network } from "firmware/ports/network";

/** A Wi-Fi that is out of reach at times. What was connected then, the host stalls: nobody tells the device. */
export class SoakNetwork implements Network {
	down = false;

	async connect(): Promise<void> {
		if (this.down) throw new DeviceError("network-missing", "The access point is out of reach");
	}

	close(): void {}
}
