import * as iot from "@aws-sdk/client-iot";
import * as iotData from "@aws-sdk/client-iot-data-plane";
import * as iotJobs from "@aws-sdk/client-iot-jobs-data-plane";
import { defaultScope } from "../../../host-tools/emulator/arn.js";
import { accountCaller } from "../../../host-tools/emulator/http/caller.js";
import type { ApiCall, Operation } from "../../../host-tools/emulator/http/operation.js";
import { Query } from "../../../host-tools/emulator/http/query.js";
import { parseBody } from "../../../host-tools/emulator/http/read-body.js";
import type { JsonValue } from "../../../host-tools/emulator/json-value.js";
import { attempt, type FuzzTarget } from "../fuzz-target.js";
import { InsideEmulator } from "../inside-emulator.js";
import { mutateBytes, oddText } from "../mutate.js";
import { oddValue } from "../odd-json.js";
import { type MemberModel, modelOf, plausible } from "../operation-model.js";
import type { Random } from "../random.js";
import { passRefusal } from "../refusals.js";

const models = new Map([iot, iotData, iotJobs].flatMap((client) => [...modelOf(client)]));

/** Beyond it a walk through the pages of the emulator is not meant to end: a stream of events. */
const streams = new Set(["GET /_thingsmith/events"]);

export interface OperationInput {
	readonly operation: Operation;
	readonly path: ReadonlyMap<string, string>;
	readonly query: string;
	readonly body: Buffer;
}

/** Any operation that is there, with members as its model has them, some of them odd. */
export function operationInput(random: Random, operations: readonly Operation[]): OperationInput {
	const operation = random.pick(operations);
	const members = models.get(operation.name) ?? [];
	const of = (place: MemberModel["place"]) =>
		members.filter((member) => member.place === place && (member.isRequired || random.once(2)));
	const value = (member: MemberModel) =>
		random.once(12) ? oddValue(random) : plausible(random, member.name, member.type);
	const labels = [...operation.path.matchAll(/\{(\w+)\+?\}/g)].map(([, name = ""]) => name);
	const path = labels.map((name): [string, string] => {
		const label = members.find((member) => member.name === name);
		return [name, textOf(label === undefined || random.once(10) ? oddText(random) : value(label)) || "x"];
	});
	const query = of("query").map((member) => `${encodeURIComponent(member.wireName)}=${encode(textOf(value(member)))}`);
	const json = JSON.stringify(Object.fromEntries(of("body").map((member) => [member.wireName, value(member)])));
	const payload = of("payload")[0];
	const whole = payload === undefined ? json : textOf(value(payload));
	const body = Buffer.from(whole === "{}" && random.once(2) ? "" : whole);
	return {
		operation,
		path: new Map(path),
		query: query.join("&"),
		body: random.once(20) ? mutateBytes(random, body) : body,
	};
}

/** Lone surrogates have no encoding. */
function encode(text: string): string {
	return encodeURIComponent(Buffer.from(text).toString());
}

function textOf(value: JsonValue): string {
	return typeof value === "string" ? value : JSON.stringify(value);
}

/** Every operation that is implemented, without HTTP around it: it refuses or answers something that is JSON. */
export const operations: FuzzTarget = {
	name: "operations",
	share: 50,
	renewAfter: 4000,
	async open() {
		const inside = await InsideEmulator.open();
		const asked = inside.operations.filter(({ name }) => !streams.has(name));
		return {
			next(random) {
				const input = operationInput(random, asked);
				const { operation, path, query, body } = input;
				return attempt(
					() => `${operation.name} ${JSON.stringify([...path])}?${query}\n${body.toString()}`,
					() => ask(input),
				);
			},
			close: () => inside.close(),
		};
	},
};

async function ask({ operation, path, query, body }: OperationInput): Promise<void> {
	try {
		const call: ApiCall = {
			operation: operation.name,
			scope: defaultScope,
			query: new Query(query),
			headers: {},
			caller: accountCaller,
			path: (name) => path.get(name) ?? "",
			body: () => parseBody(body),
			payload: body,
			form: () => new URLSearchParams(body.toString("utf8")),
		};
		JSON.stringify(await operation.handle(call));
	} catch (error) {
		passRefusal(error);
	}
}
