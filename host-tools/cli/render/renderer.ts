import type { ThingsmithEvent } from "../operations/events.js";

export interface Renderer {
	/** Never throws. */
	render(event: ThingsmithEvent): void;
	/** Leaves the terminal as it should be. May be called twice. */
	close(): void;
}
