import { DeviceError } from "../../ports/errors.js";
import type { KeyMaker } from "../../ports/key-maker.js";
import type { Log } from "../../ports/log.js";
import type { TextCodec } from "../../ports/text-codec.js";
import type { Session } from "../connection/session.js";
import type { IdentityStore } from "../identity/identity-store.js";
import type { DeviceSettings } from "../settings/settings.js";
import { openKeySource } from "./key-source.js";
import { parseCertificateReply, parseRegisterThingReply, parseRejection, registerThingRequest } from "./messages.js";
import { certificateTopics, type RequestTopics, registerThingTopics } from "./topics.js";

export interface ProvisioningContext {
	readonly settings: DeviceSettings;
	readonly store: IdentityStore;
	readonly session: Session;
	readonly keyMaker: KeyMaker;
	readonly text: TextCodec;
	readonly log: Log;
}

/**
 * The provisioning conversation on a session opened with the claim: certificate and key, staged in flash, then
 * RegisterThing. When it resolves, `store.staged` has its thingName.
 * Rejects with `token-refused` (the next try starts over), `provisioning-rejected`, `provisioning-throttled`, `reply-invalid`, `reply-too-large`,
 * `subscription-refused`, `timeout`, the flash's and the session's codes.
 */
export async function provision(context: ProvisioningContext): Promise<void> {
	const { settings, session, store } = context;
	const keySource = openKeySource(settings.keyOrigin, context.keyMaker, context.text);
	const certificate = certificateTopics(keySource.operation);
	const registerThing = registerThingTopics(settings.templateName);
	// Replies to a request that was published before the SUBACK may be lost.
	await session.subscribe([certificate, registerThing].flatMap(({ accepted, rejected }) => [accepted, rejected]));

	const kept = store.staged?.ownershipToken;
	if (kept !== undefined) return registerKept(context, registerThing, kept);
	const { payload, complete } = await session.until(keySource.begin());
	const reply = parseCertificateReply(await ask(context, certificate, payload), context.text);
	const staged = complete(reply);
	context.log.write("info", "key.received", { certificateId: staged.certificateId });
	store.stage(staged);
	context.log.write("info", "identity.staged", { certificateId: staged.certificateId });
	await register(context, registerThing, reply.ownershipToken);
}

/** With a token from before a restart or a lost reply, which may have run out: only a fresh one tells whether it was the token. */
async function registerKept(context: ProvisioningContext, topics: RequestTopics, token: string): Promise<void> {
	try {
		await register(context, topics, token);
	} catch (error) {
		if (!(error instanceof DeviceError) || error.code !== "provisioning-rejected") throw error;
		context.store.forgetToken();
		// On a new connection: a second delivery of this rejection must not be taken for the answer to the fresh token.
		throw new DeviceError("token-refused", `Starting over with a new certificate: ${error.message}`, error);
	}
}

async function register(context: ProvisioningContext, topics: RequestTopics, token: string): Promise<void> {
	const request = registerThingRequest(token, context.settings.parameters);
	const thingName = parseRegisterThingReply(await ask(context, topics, request), context.text);
	context.store.nameStaged(thingName);
	context.log.write("info", "thing.registered", { thingName });
}

/** The payload of the accepted reply. Throws what the rejected one says. */
async function ask(context: ProvisioningContext, topics: RequestTopics, payload: string): Promise<Uint8Array> {
	const { session, text } = context;
	const { request, accepted, rejected } = topics;
	const reply = await session.request(request, text.encode(payload), [accepted, rejected]);
	if (reply.topic === rejected) throw parseRejection(reply.payload, text, request);
	return reply.payload;
}
