import type { IncomingMessage } from "node:http";
import { AwsError } from "../aws-error.js";
import type { Peer } from "../broker/connection/peer.js";
import { modelledOperation, type Plane } from "./api/api-model.js";
import type { CredentialScope } from "./credential-scope.js";
import { emulatedService, otherServicesHint } from "./foreign-service.js";
import { isOwn, type Operation } from "./operation.js";
import type { Query } from "./query.js";
import { type Match, Router } from "./router.js";

/** A request before it is known what it asks for. */
export interface Asked {
	readonly request: IncomingMessage;
	readonly method: string;
	readonly path: string;
	readonly query: Query;
	/** Undefined when it is not signed as AWS's clients sign. */
	readonly signedFor: CredentialScope | undefined;
	/** Who sent it over TLS, with a certificate and no signature. */
	readonly certified: Peer | undefined;
	/** Neither, and a custom authorizer is to be asked who it is. */
	readonly mayBeCustom: boolean;
}

export interface Found {
	/** `own`: the emulator's own, below `ownPrefix`. */
	readonly plane: Plane | "own";
	readonly match: Match<Operation>;
}

/** Knows which operation a request asks for. One path may be of several services: the credential scope says which. */
export class OperationFinder {
	readonly #routers: Readonly<Record<Plane | "own", Router<Operation>>>;
	readonly #ownNames: string;

	constructor(operations: readonly Operation[]) {
		const own = operations.filter(isOwn);
		const of = (plane: Plane) =>
			new Router(operations.filter((operation) => !own.includes(operation) && (operation.plane ?? "iot") === plane));
		this.#routers = {
			iot: of("iot"),
			iotdata: of("iotdata"),
			"iot-jobs-data": of("iot-jobs-data"),
			credentials: of("credentials"),
			sts: of("sts"),
			own: new Router(own),
		};
		this.#ownNames = own.map(({ name }) => name).join(", ");
	}

	/** Throws AwsError: not signed, for another service, or not emulated. */
	find(asked: Asked): Found {
		const { method, path } = asked;
		if (isOwn(asked) && !(path === "/" && isSigned(asked.request, asked.query))) {
			const match = this.#routers.own.match(method, path);
			if (match) return { plane: "own", match };
			const what = `${method} ${path.slice(0, 256)}`;
			throw new AwsError("ResourceNotFoundException", `There is no ${what}: there are ${this.#ownNames}`);
		}
		const planes = planesOf(asked);
		const folded = foldTopic(path);
		for (const plane of planes) {
			const match = this.#routers[plane].match(method, plane === "iotdata" ? folded : path);
			if (match) return { plane, match };
		}
		throw new AwsError("NotImplementedException", missing(planes, method, path, folded));
	}
}

/** A device with its certificate reaches the services that know devices; their paths have nothing in common. */
const planesOfDevices: readonly Plane[] = ["iotdata", "iot-jobs-data", "credentials"];

function planesOf({ request, query, signedFor, certified, mayBeCustom }: Asked): readonly Plane[] {
	if (isSigned(request, query)) return [signedFor === undefined ? "iot" : emulatedService(signedFor.service)];
	if (certified !== undefined) return planesOfDevices;
	if (mayBeCustom) return ["iotdata"];
	const who = "encrypted" in request.socket ? "The client shows no certificate, and the request" : "The request";
	throw new AwsError(
		"MissingAuthenticationTokenException",
		`${who} is not signed: any AWS credentials will do, e.g. AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test. Is it for another service than AWS IoT? ${otherServicesHint}`,
	);
}

/** Whether it claims to be signed, in whatever way. */
export function isSigned({ headers }: Pick<IncomingMessage, "headers">, query: Query): boolean {
	return headers.authorization !== undefined || query.has("X-Amz-Signature");
}

/** Devices send the slashes of a topic as they are, SDKs encoded: in both cases they are the topic's. */
function foldTopic(path: string): string {
	const [, head, topic = ""] = /^(\/(?:topics|retainedMessage)\/)(.+)$/.exec(path) ?? [];
	return head === undefined ? path : head + topic.replaceAll("/", "%2F");
}

function missing(planes: readonly Plane[], method: string, path: string, folded: string): string {
	const request = `${method} ${path.slice(0, 256)}`;
	const known = planes
		.map((plane) => modelledOperation(plane, method, plane === "iotdata" ? folded : path))
		.find((name) => name !== undefined);
	return known === undefined
		? `${request} is no operation that the emulator knows`
		: `${known} (${request}) is not implemented by the emulator`;
}
