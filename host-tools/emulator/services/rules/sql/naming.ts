import type { Expression } from "./ast.js";

/** What a selected value is called without AS: by its last member, or its function. */
export function nameOf(expression: Expression): string | undefined {
	switch (expression.kind) {
		case "name":
		case "member":
		case "variable":
			return expression.name;
		case "call":
			return expression.written;
		case "cast":
			return "cast";
		case "index":
			return nameOf(expression.of);
		default:
			return undefined;
	}
}

/** Its members become members of the result. */
export function isSpread({ kind }: Expression): boolean {
	return kind === "star" || kind === "object";
}
