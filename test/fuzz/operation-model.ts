import type { JsonValue } from "../../host-tools/emulator/json-value.js";
import { mutateText, oddText } from "./mutate.js";
import { oddValue } from "./odd-json.js";
import type { Random } from "./random.js";

/** A member of an operation's input, as AWS's SDK has it. */
export interface MemberModel {
	readonly name: string;
	/** In the query or the body. */
	readonly wireName: string;
	readonly place: "path" | "query" | "header" | "payload" | "body";
	readonly isRequired: boolean;
	/** The SDK's own: what `plausible` understands. */
	readonly type: unknown;
}

type Struct = readonly [kind: number, space: string, name: string, traits: unknown, ...unknown[]];

/** Input members by operation, read of the schemas that a client of the SDK is generated from. */
export function modelOf(client: object): ReadonlyMap<string, readonly MemberModel[]> {
	const found = new Map<string, readonly MemberModel[]>();
	for (const [name, value] of Object.entries(client)) {
		if (!Array.isArray(value) || value[0] !== 9) continue;
		const input = schemaOf(value[4]) as Struct;
		found.set(String(value[2]), name.endsWith("$") ? membersOf(input) : []);
	}
	return found;
}

function membersOf(struct: Struct): readonly MemberModel[] {
	const [names = [], types = [], required = 0] = struct.slice(4) as [string[]?, unknown[]?, number?];
	return names.map((name, index) => {
		const [type, traits] = typed(types[index]);
		const { httpQuery, httpHeader, httpLabel, httpPayload, jsonName } = traits;
		const place =
			httpLabel !== undefined
				? "path"
				: httpQuery !== undefined
					? "query"
					: httpHeader !== undefined
						? "header"
						: httpPayload !== undefined
							? "payload"
							: "body";
		const wireName = String(httpQuery ?? httpHeader ?? jsonName ?? name);
		return { name, wireName, place, isRequired: index < required, type };
	});
}

/** A member's type with its traits: those that are a number say that it is a label of the path. */
function typed(given: unknown): readonly [type: unknown, traits: Readonly<Record<string, unknown>>] {
	if (!Array.isArray(given) || given.length !== 2) return [given, {}];
	const [type, traits] = given as [unknown, unknown];
	if (typeof traits === "object" && traits !== null) return [type, traits as Record<string, unknown>];
	// Bits of the SDK: 1 is httpLabel, 16 httpPayload.
	const bits = Number(traits);
	return [type, { ...(bits & 1 && { httpLabel: 1 }), ...(bits & 16 && { httpPayload: 1 }) }];
}

function schemaOf(given: unknown): unknown {
	return typeof given === "function" ? (given as () => unknown)() : given;
}

const known = ["a", "b", "t", "fleet", "job", "stream", "1"];
const account = "arn:aws:iot:us-east-1:000000000000:";
/** For members of such names: something that the emulator takes. Nothing leads off this machine. */
const texts: readonly (readonly [name: RegExp, texts: readonly string[]])[] = [
	[/policyDocument/i, ['{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:*","Resource":"*"}]}']],
	[
		/templateBody/i,
		[
			'{"Resources":{"c":{"Type":"AWS::IoT::Certificate","Properties":{"CertificateId":{"Ref":"AWS::IoT::Certificate::Id"}}}}}',
		],
	],
	[/roleArn/i, ["arn:aws:iam::000000000000:role/r"]],
	[/lambdaFunctionArn|functionArn/i, ["arn:aws:lambda:us-east-1:000000000000:function:f"]],
	[/topicArn/i, ["arn:aws:sns:us-east-1:000000000000:t"]],
	[/principal|certificateArn/i, [`${account}cert/${"0".repeat(63)}1`]],
	[/certificateId|caCertificateId/i, [`${"0".repeat(63)}1`]],
	[
		/^(target|targets|thingArn|resourceArn|securityProfileTargetArn)$/i,
		[`${account}thing/a`, `${account}thinggroup/a`, "a"],
	],
	[/arn$/i, [`${account}thing/a`, `${account}job/job`, "arn:aws:iot:us-east-1:000000000000:thinggroup/a"]],
	[/url|uri|documentSource/i, ["http://127.0.0.1:1/", "https://bucket.s3.amazonaws.com/key"]],
	[/queryString/i, ["thingName:a*", "*"]],
	[/^sql$/i, ["SELECT * FROM 'a/#'"]],
	[/status$/i, ["ACTIVE", "INACTIVE", "IN_PROGRESS", "SUCCEEDED", "QUEUED", "CANCELED", "ENABLED"]],
	[/time|date/i, ["2030-01-01T00:00:00Z", "2030-01-01 00:00"]],
	[/token$/i, ["a".repeat(36)]],
	[/document$/i, ["{}"]],
	[/topic/i, ["a/b", "$aws/things/t/shadow/update"]],
	[/checkName/i, ["LOGGING_DISABLED_CHECK", "DEVICE_CERTIFICATE_SHARED_CHECK"]],
	[/fieldType|type$/i, ["String", "Number", "number", "STATIC", "DYNAMIC", "iot:Data-ATS", "CLIENT_ID"]],
];

/** A value of that type, most of the time of the kind that the name asks for. Numbers are small. */
export function plausible(random: Random, name: string, type: unknown, depth = 6): JsonValue {
	const [plain] = typed(type);
	const schema = schemaOf(plain);
	if (random.once(40) || depth === 0) return oddValue(random, 2);
	if (typeof schema === "number") return simple(random, name, schema, depth);
	if (!Array.isArray(schema)) return oddText(random);
	const [kind] = schema as number[];
	if (kind === 0) return simple(random, name, Number(schema[4]), depth);
	if (kind === 1) return several(random, () => plausible(random, name, schema[4], depth - 1));
	if (kind === 2) {
		const entries = several(random, () => plausible(random, name, schema[5], depth - 1));
		return Object.fromEntries(entries.map((entry) => [random.once(10) ? oddText(random) : random.pick(known), entry]));
	}
	const members = membersOf(schema as unknown as Struct);
	return Object.fromEntries(
		members
			.filter(({ isRequired }) => (isRequired ? !random.once(12) : random.once(2)))
			.map((member) => [member.name, plausible(random, member.name, member.type, depth - 1)]),
	);
}

/** Types of the SDK: 64 and above lists, 128 and above maps of the rest; 0 text, 1 number, 2 boolean, 4 to 7 times, 21 bytes. */
function simple(random: Random, name: string, type: number, depth: number): JsonValue {
	if (type >= 128) {
		const entries = several(random, () => simple(random, name, type & 63, depth - 1));
		return Object.fromEntries(entries.map((entry) => [random.pick(known), entry]));
	}
	if (type >= 64) return several(random, () => simple(random, name, type & 63, depth - 1));
	if (type === 1) return random.pick([0, 1, 2, 10, 100, 1.5, -1, 1_000_000]);
	if (type === 2) return random.once(2);
	if (type >= 4 && type <= 7) return random.pick([0, 1_900_000_000, 1.5, -1, 1e15]);
	if (type === 21) return random.once(2) ? "AAAA" : oddText(random);
	const fitting = texts.find(([pattern]) => pattern.test(name))?.[1] ?? known;
	const text = random.pick(fitting);
	return random.once(8) ? mutateText(random, text, [], 3000) : text;
}

function several<T>(random: Random, make: () => T): T[] {
	return Array.from({ length: random.few(random.once(30) ? 120 : 4) }, make);
}
