import { CooperativeTask } from "../../firmware/core/keys/cooperative-task.js";
import type { KeyTools } from "../../firmware/core/keys/rsa-key-maker.js";
import type { Random } from "../../firmware/ports/random.js";
import { nodeDigest } from "../../host-tools/virtual-device/node-digest.js";
import { nodeModularArithmetic } from "../../host-tools/virtual-device/node-modular-arithmetic.js";
import { nodeRandom } from "../../host-tools/virtual-device/node-random.js";
import { nodeTextCodec } from "../../host-tools/virtual-device/node-text-codec.js";
import { nodeTimer } from "../../host-tools/virtual-device/node-timer.js";

/** What the firmware makes keys with, on Node. */
export const keyTools: KeyTools = Object.freeze({
	arithmetic: nodeModularArithmetic,
	digest: nodeDigest,
	random: nodeRandom,
	text: nodeTextCodec,
	timer: nodeTimer,
});

/** Runs to its end. */
export const uncancelledTask = new CooperativeTask(nodeTimer);

/** A broken generator, which gives the same byte for ever. */
export function stuckRandom(byte: number): Random {
	return { fill: (target) => target.fill(byte) };
}
