import type { Resource, Value } from "./resource.js";
import { partsIn } from "./value.js";

/** What has to be there before it: what it refers to, and what it depends on otherwise. */
export function needs(resource: Resource): readonly Resource[] {
	const referred = partsIn(resource.properties as Value).flatMap((part) =>
		typeof part === "object" && "arnOf" in part ? [part.arnOf] : [],
	);
	return [...new Set([...referred, ...(resource.dependsOn ?? [])])];
}

/** Each after what it needs, else in the order given. Throws on a circle. */
export function inOrder(resources: readonly Resource[]): readonly Resource[] {
	const ordered = new Set<Resource>();
	const visit = (resource: Resource, path: readonly Resource[]) => {
		if (path.includes(resource)) throw new Error(`${resource.id} needs itself`);
		if (ordered.has(resource)) return;
		for (const other of needs(resource)) visit(other, [...path, resource]);
		ordered.add(resource);
	};
	for (const resource of resources) visit(resource, []);
	return [...ordered];
}
