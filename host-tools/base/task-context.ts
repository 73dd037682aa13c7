/** How a piece of work reports what happens, and how it is told to end. `Event` is the union of what it may report. */
export interface TaskContext<Event> {
	/** Never throws. */
	readonly emit: (event: Event) => void;
	/** Work that ends for it rejects with ToolError `interrupted`, unless it has no end of its own. */
	readonly signal: AbortSignal;
}
