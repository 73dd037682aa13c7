import type { Bootstrap } from "../../firmware/core/bootstrap.js";
import { IdentityStore } from "../../firmware/core/identity/identity-store.js";
import type { DeviceState } from "../../firmware/core/run/device-state.js";
import type { Flash } from "../../firmware/ports/flash.js";
import { createIdentityImage } from "../../host-tools/board/identity/identity-image.js";
import { nodeTextCodec } from "../../host-tools/virtual-device/node-text-codec.js";
import { FakeCloud, type FakeCloudOptions } from "../fakes/fake-cloud.js";
import { NorCells, NorFlash } from "../fakes/nor-flash.js";
import { VirtualTime } from "../fakes/virtual-time.js";
import { claimBootstrap, type FakeDevice, fakeDevice, type PortOverrides, runUntil } from "./fake-device.js";

export interface BenchOptions {
	readonly cloud?: FakeCloudOptions;
	/** Members of the settings beside the usual ones. */
	readonly settings?: object;
	/** Instead of a claim's; `null`: the flash is blank. */
	readonly bootstrap?: ((cloud: FakeCloud) => Bootstrap) | null;
}

export interface DeviceBench {
	readonly cloud: FakeCloud;
	readonly cells: NorCells;
	/** Another power-on. The one before must have been stopped, or lost its power by `cloud.time.reset()`. */
	boot(ports?: PortOverrides, wrap?: (identity: Flash) => Flash): FakeDevice;
	/** What the flash holds. */
	stored(): IdentityStore;
	/** Virtual time passes until the device is in `state`, at most an hour; returns whether it is. */
	reach(device: FakeDevice, state: DeviceState): Promise<boolean>;
	/** Virtual time passes until that many readings have arrived in total, at most a day. */
	readings(count: number): Promise<boolean>;
}

/** A new device with a claim, and the cloud it is made for. */
export function deviceBench({ cloud: cloudOptions = {}, settings = {}, bootstrap }: BenchOptions = {}): DeviceBench {
	const cloud = new FakeCloud(new VirtualTime(), cloudOptions);
	const install = bootstrap ?? (() => claimBootstrap(cloud.issueClaim(), settings));
	const blank = new Uint8Array(0x8000).fill(0xff);
	const cells = new NorCells(bootstrap === null ? blank : createIdentityImage(install(cloud)));
	return {
		cloud,
		cells,
		boot(ports = {}, wrap = (identity) => identity) {
			const started = fakeDevice(cloud, wrap(new NorFlash({ cells })), ports);
			started.device.start();
			return started;
		},
		stored: () => new IdentityStore(new NorFlash({ cells }), nodeTextCodec),
		reach: ({ device }, state) => runUntil(cloud, () => device.state === state),
		readings: (count) => runUntil(cloud, () => cloud.readings.length >= count, 86_400_000),
	};
}
