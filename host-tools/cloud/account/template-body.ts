/** The parts of a provisioning template's body that are looked at here; anything may be missing or of another shape. */
export interface TemplateBody {
	/** As a device may send them: without those that AWS fills in. */
	readonly parameters: Readonly<Record<string, TemplateParameter>>;
	/** Properties of its things. */
	readonly things: readonly Readonly<Record<string, unknown>>[];
	/** Of the policies that it attaches by a name which does not depend on parameters. */
	readonly policyNames: readonly string[];
}

export interface TemplateParameter {
	readonly default: string | undefined;
}

/** Undefined when it is no JSON object. */
export function parseTemplateBody(text: string): TemplateBody | undefined {
	const body = parse(text);
	if (!isObject(body)) return undefined;
	const parameters = Object.entries(membersOf(body.Parameters))
		.filter(([name]) => !name.startsWith("AWS::"))
		.map(([name, declared]) => [name, { default: defaultOf(declared) }] as const);
	const policyNames = propertiesOf(body, "AWS::IoT::Policy").flatMap(({ PolicyName }) =>
		typeof PolicyName === "string" ? PolicyName : [],
	);
	return { parameters: Object.fromEntries(parameters), things: propertiesOf(body, "AWS::IoT::Thing"), policyNames };
}

/** Of the resources of that type. */
function propertiesOf(body: Json, type: string): readonly Json[] {
	return Object.values(membersOf(body.Resources))
		.filter((resource) => isObject(resource) && resource.Type === type)
		.map((resource) => membersOf((resource as Json).Properties));
}

/** The template's parameters that a device must send: declared, without default, and not AWS's own. */
export function requiredParameters({ parameters }: TemplateBody): readonly string[] {
	return Object.entries(parameters)
		.filter(([, declared]) => declared.default === undefined)
		.map(([name]) => name);
}

type Json = Readonly<Record<string, unknown>>;

function defaultOf(declared: unknown): string | undefined {
	const value = membersOf(declared).Default;
	return value === undefined ? undefined : String(value);
}

function membersOf(value: unknown): Json {
	return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Json {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
