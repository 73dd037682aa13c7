import { DeviceError } from "../../ports/errors.js";
import type { Request } from "../connection/requests.js";
import { type KeySource, openKeySource } from "../provisioning/key-source.js";
import {
	longestCertificateReply,
	longestRegisterThingReply,
	parseCertificateReply,
	parseRegisterThingReply,
	parseRejection,
	registerThingMembers,
	registerThingRequest,
} from "../provisioning/messages.js";
import { certificateTopics, type RequestTopics, registerThingTopics } from "../provisioning/topics.js";
import type { ConnectionContext } from "./activity.js";

/**
 * Fleet provisioning on a connection opened with the claim: certificate and key, staged in flash, then RegisterThing. When it
 * resolves, the candidate in flash has its thing's name.
 * Rejects with `token-refused` (the next try starts over), `provisioning-rejected`, `provisioning-throttled`, `reply-invalid`, `reply-too-large`,
 * `subscription-refused`, `timeout`, the flash's and the session's codes.
 */
export async function provision(context: ConnectionContext): Promise<void> {
	const { device, settings, session } = context;
	const { ownKey, ports, timeouts } = device;
	const makeKey = () => session.scope.within(ownKey.get(), timeouts.keyMs, "a key");
	const keySource = openKeySource(settings.keyOrigin, { makeKey }, ports.system.text);
	const certificate = certificateTopics(keySource.operation);
	const registerThing = registerThingTopics(settings.templateName);
	// Replies to a request that was published before the SUBACK may be lost.
	await session.subscribe([certificate, registerThing].flatMap(({ accepted, rejected }) => [accepted, rejected]));

	const kept = device.store.pendingToken;
	if (kept !== undefined) return registerKept(context, registerThing, kept);
	await register(context, registerThing, await stageNew(context, certificate, keySource));
}

/**
 * A new certificate with its key, in flash. Returns its ownership token, and keeps nothing else: what an async function still holds while
 * it waits for RegisterThing's answer would be missing when that arrives (docs/memory.md).
 */
async function stageNew(context: ConnectionContext, topics: RequestTopics, keySource: KeySource): Promise<string> {
	const { device, session } = context;
	const { text, log } = device.ports.system;
	const { payload, complete } = await session.until(keySource.begin());
	const reply = parseCertificateReply(await ask(context, topics, payload, { limit: longestCertificateReply }), text);
	const candidate = complete(reply);
	log.write("info", "key.received", { certificateId: candidate.certificateId });
	device.store.stage(candidate);
	log.write("info", "identity.staged", { certificateId: candidate.certificateId });
	return reply.ownershipToken;
}

/** With a token from before a restart or a lost reply, which may have run out: only a fresh one tells whether it was the token. */
async function registerKept(context: ConnectionContext, topics: RequestTopics, token: string): Promise<void> {
	try {
		await register(context, topics, token);
	} catch (error) {
		if (!(error instanceof DeviceError) || error.code !== "provisioning-rejected") throw error;
		context.device.store.forgetToken();
		// On a new connection: a second delivery of this rejection must not be taken for the answer to the fresh token.
		throw new DeviceError("token-refused", `Starting over with a new certificate: ${error.message}`, error);
	}
}

async function register(context: ConnectionContext, topics: RequestTopics, token: string): Promise<void> {
	const { store, ports } = context.device;
	const { text, log } = ports.system;
	const request = registerThingRequest(token, context.settings.parameters);
	const kept = { limit: longestRegisterThingReply, members: registerThingMembers };
	const thingName = parseRegisterThingReply(await ask(context, topics, request, kept), text);
	store.nameCandidate(thingName);
	log.write("info", "thing.registered", { thingName });
}

/** The payload of the accepted reply. Throws what the rejected one says. */
async function ask(
	{ device, session }: ConnectionContext,
	{ request, accepted, rejected }: RequestTopics,
	body: string,
	kept: Pick<Request, "limit" | "members">,
): Promise<Uint8Array> {
	const { text } = device.ports.system;
	const reply = await session.request({ topic: request, payload: text.encode(body), accepted, rejected, ...kept });
	if (reply.topic === rejected) throw parseRejection(reply.payload, text, request);
	return reply.payload;
}
