import type { Network } from "../../firmware/ports/network.js";

/** The host's network, which the host connects. */
export const nodeNetwork: Network = Object.freeze({ connect: () => Promise.resolve(), close: () => {} });
