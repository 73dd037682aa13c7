import type { ThingsmithEvent } from "../events.js";

export interface Renderer {
	/** Never throws. */
	render(event: ThingsmithEvent): void;
	/** Leaves the terminal as it should be. May be called twice. */
	close(): void;
}
