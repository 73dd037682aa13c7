import type { Connections } from "../../broker/connections.js";
import type { EmulatorClock } from "../../clock.js";
import { type Answer, type ApiCall, type Operation, ownPrefix } from "../../http/operation.js";
import { SessionAuthorizer } from "../../policy/session-authorizer.js";
import type { Registry } from "../registry.js";
import { CertificateRights } from "./certificate-rights.js";
import { type AskedAction, actionIn } from "./explain-action.js";
import { type Asker, askersOf } from "./explain-askers.js";
import { derOf } from "./policy-principal.js";

export interface ExplainParts {
	readonly registry: Registry;
	readonly clock: EmulatorClock;
	readonly connections: Pick<Connections, "connectionOf" | "impossible">;
}

/**
 * `/_thingsmith/explain?thing=unit-1&action=publish&topic=a/b`: which statement of which policy decides, and what would be needed.
 * `thing`, `certificate` (id or ARN) or `clientId` says who; a thing with several certificates has several answers.
 */
export function explainOperations(parts: ExplainParts): readonly Operation[] {
	const path = `${ownPrefix}explain`;
	const rights = new CertificateRights(parts.registry);
	return [
		{
			name: `GET ${path}`,
			method: "GET",
			path,
			handle: ({ query }) => explain(parts, rights, (name) => query.string(name)),
		},
		{ name: `POST ${path}`, method: "POST", path, handle: (call) => explain(parts, rights, bodyOf(call)) },
	];
}

function bodyOf({ body }: ApiCall): (name: string) => string | undefined {
	const members = body();
	return (name) => members.string(name);
}

function explain(parts: ExplainParts, rights: CertificateRights, read: (name: string) => string | undefined): Answer {
	const asked = actionIn(read);
	const askers = askersOf(parts, {
		thing: read("thing"),
		certificate: read("certificate"),
		clientId: read("clientId"),
	});
	return { explanations: askers.map((asker) => explanationFor(asker, asked, rights, parts)) };
}

function explanationFor(asker: Asker, asked: AskedAction, rights: CertificateRights, parts: ExplainParts): object {
	const { certificate, clientId, connection } = asker;
	const { certificateId, certificateArn, certificatePem, status } = certificate;
	const own = rights.of(certificate);
	const authorizer = new SessionAuthorizer({
		rights: own,
		subject: {
			clientId,
			// A client that is not there is supposed to connect from this machine.
			sourceIp: connection?.ipAddress ?? "127.0.0.1",
			domainName: undefined,
			certificateDer: derOf(certificatePem),
			connect: { persistent: false, lastWillTopic: undefined },
			now: () => parts.clock.now(),
		},
	});
	const thingName = own.thingNameOf(clientId);
	const name = asked.nameFor({ clientId, thingName });
	const why = parts.connections.impossible(asked.action, name);
	return {
		certificateId,
		certificateArn,
		certificateStatus: status,
		clientId,
		isConnected: connection !== undefined,
		...(own.attachedThings().includes(thingName) && { thingName }),
		...(why === undefined
			? authorizer.explainDecision(asked.action, name)
			: authorizer.explainImpossible(asked.action, name, why)),
		...(status !== "ACTIVE" && { problem: `The certificate is ${status}: nobody can connect with it` }),
	};
}
