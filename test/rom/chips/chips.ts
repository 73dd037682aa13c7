import type { ChipModel, ChipName } from "./chip-model.js";
import { esp32 } from "./esp32.js";
import { esp32c3 } from "./esp32c3.js";
import { esp32s3 } from "./esp32s3.js";

export const chips: Readonly<Record<ChipName, ChipModel>> = Object.freeze({ esp32, esp32c3, esp32s3 });
