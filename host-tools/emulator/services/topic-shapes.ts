/** The reserved topics of a service, in which `*` stands for a name. */
export class TopicShapes {
	readonly #shapes: readonly (readonly string[])[];

	/** E.g. `$aws/things/*` and more levels behind it. */
	constructor(shapes: readonly string[]) {
		this.#shapes = shapes.map((shape) => shape.split("/"));
	}

	/** Whether it is one of the topics, or a filter that matches one. All of `$aws`, or of all `$`, is nobody's to subscribe to. */
	covers(topicOrFilter: string): boolean {
		const levels = topicOrFilter.split("/");
		if (levels[0]?.startsWith("$") !== true || levels[1] === "#" || levels[1] === "+") return false;
		return this.#shapes.some((shape) => matches(levels, shape));
	}
}

function matches(filter: readonly string[], shape: readonly string[]): boolean {
	const open = filter.at(-1) === "#";
	const fixed = open ? filter.length - 1 : filter.length;
	if (open ? shape.length <= fixed : shape.length !== fixed) return false;
	return filter
		.slice(0, fixed)
		.every((level, index) => level === "+" || shape[index] === "*" || level === shape[index]);
}
