/** What an event is for people, without a line end; neither member where there is nothing to say. */
export interface Wording {
	/** For stdout. */
	readonly data?: string;
	/** For stderr. */
	readonly words?: string;
}
