import { randomFillSync } from "node:crypto";
import type { Random } from "../../firmware/ports/random.js";

export const nodeRandom: Random = Object.freeze({ fill: (target: Uint8Array) => randomFillSync(target) });
