import type { Output } from "../../host-tools/cli/command-context.js";

/** Remembers what was written. */
export class FakeOutput implements Output {
	text = "";
	readonly isTerminal: boolean;
	readonly columns: number | undefined;
	readonly rows: number | undefined;

	constructor({ columns, rows = 24 }: { columns?: number; rows?: number } = {}) {
		this.isTerminal = columns !== undefined;
		this.columns = columns;
		this.rows = columns === undefined ? undefined : rows;
	}

	write(text: string): void {
		this.text += text;
	}

	get lines(): string[] {
		return this.text.split("\n").slice(0, -1);
	}
}
