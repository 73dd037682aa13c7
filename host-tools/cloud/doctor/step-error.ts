/** The steps on the way to an endpoint, in their order. */
export type Step = "dns" | "tcp" | "tls";

/** A step on the way to an endpoint failed. */
export class StepError extends Error {
	override readonly name = "StepError";
	readonly step: Step;
	readonly code: string;
	readonly next: string;

	/** `message` says what failed and why; `next` what to do. */
	constructor(step: Step, code: string, { message, next, cause }: { message: string; next: string; cause?: unknown }) {
		super(message, { cause });
		this.step = step;
		this.code = code;
		this.next = next;
	}
}
