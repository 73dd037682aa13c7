import type { Kind } from "../kind.js";

export const otherKinds: readonly Kind[] = [];
