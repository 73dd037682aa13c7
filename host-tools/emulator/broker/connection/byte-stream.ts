import type { Duplex } from "node:stream";

/** A TLS socket, or a WebSocket as a stream of bytes. */
export type ByteStream = Duplex & { destroySoon?(): void };
