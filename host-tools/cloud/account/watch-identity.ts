import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import {
	AttachPolicyCommand,
	CreateKeysAndCertificateCommand,
	CreatePolicyCommand,
	DeleteCertificateCommand,
	DeleteConflictException,
	DeletePolicyCommand,
	DetachPolicyCommand,
	type IoTClient,
	ResourceNotFoundException,
	UpdateCertificateCommand,
} from "@aws-sdk/client-iot";
import { interruptible } from "../../base/interruption.js";
import { ToolError } from "../../base/tool-error.js";
import type { AwsSettings } from "./aws-settings.js";
import { toToolError } from "./to-tool-error.js";

/** An identity that may read one topic filter and nothing else. The private key is never written anywhere. */
export interface WatchIdentity {
	/** Also the policy's name. */
	readonly clientId: string;
	readonly certificatePem: string;
	readonly privateKeyPem: string;
	/** Removes certificate and policy. Throws when something had to be left behind, and names it. */
	remove(): Promise<void>;
}

/** Detaching is eventually consistent on AWS: deletion is tried again, this many ms apart. */
const deleteRetryMs = 1000;
/** For removing all of it, ms. */
const removalMs = 8_000;
/** How long what is being made is waited for once the signal aborted, ms: only what is answered can be removed. */
const answerGraceMs = 3_000;

/**
 * `client` must not end with `signal`: it also removes. Rejects with ToolError `interrupted` when `signal` aborts, and leaves nothing
 * behind that it knows of.
 */
export async function createWatchIdentity(
	client: IoTClient,
	topicFilter: string,
	settings: AwsSettings,
	signal: AbortSignal = new AbortController().signal,
): Promise<WatchIdentity> {
	const clientId = `thingsmith-watch-${randomBytes(4).toString("hex")}`;
	const undo: Undo[] = [];
	const remove = () => removeAll(undo, clientId);
	const make = <T>(work: () => Promise<T>) => interruptible(work, signal, answerGraceMs);
	try {
		const { certificateArn, certificateId, certificatePem, keyPair } = await make(() =>
			client.send(new CreateKeysAndCertificateCommand({ setAsActive: true })),
		);
		if (!certificateArn || !certificateId || !certificatePem || !keyPair?.PrivateKey) {
			throw new ToolError("aws-refused", "CreateKeysAndCertificate answered without certificate or key");
		}
		const certificate = `certificate ${certificateId}`;
		const deactivate = new UpdateCertificateCommand({ certificateId, newStatus: "INACTIVE" });
		undo.unshift(
			{ what: certificate, run: () => client.send(deactivate) },
			{ what: certificate, run: () => client.send(new DeleteCertificateCommand({ certificateId })) },
		);
		const policyDocument = JSON.stringify(watchPolicy(certificateArn, clientId, topicFilter));
		const policy = `policy ${clientId}`;
		const removePolicy = new DeletePolicyCommand({ policyName: clientId });
		const detach = new DetachPolicyCommand({ policyName: clientId, target: certificateArn });
		// From when it is asked for: what AWS did and could not answer in time is undone, too.
		await make(() => {
			undo.unshift({ what: policy, run: () => client.send(removePolicy) });
			return client.send(new CreatePolicyCommand({ policyName: clientId, policyDocument }));
		});
		await make(() => {
			undo.unshift({ what: policy, run: () => client.send(detach) });
			return client.send(new AttachPolicyCommand({ policyName: clientId, target: certificateArn }));
		});
		return { clientId, certificatePem, privateKeyPem: keyPair.PrivateKey, remove };
	} catch (error) {
		const failure = toToolError(error, "iot:CreateKeysAndCertificate, CreatePolicy and AttachPolicy", settings);
		await remove().catch(() => {
			throw failure;
		});
		throw failure;
	}
}

/** Region, account and partition are those of the certificate's ARN. */
export function watchPolicy(certificateArn: string, clientId: string, topicFilter: string): object {
	const prefix = certificateArn.slice(0, certificateArn.indexOf(":cert/") + 1);
	return {
		Version: "2012-10-17",
		Statement: [
			{ Effect: "Allow", Action: "iot:Connect", Resource: `${prefix}client/${clientId}` },
			{ Effect: "Allow", Action: "iot:Subscribe", Resource: `${prefix}topicfilter/${topicFilter}` },
			// In a policy `+` is a plain character and `*` any run of characters (DG:pub-sub-policy.md).
			{ Effect: "Allow", Action: "iot:Receive", Resource: `${prefix}topic/${topicFilter.replaceAll("+", "*")}` },
		],
	};
}

interface Undo {
	readonly what: string;
	run(): Promise<unknown>;
}

async function removeAll(undo: Undo[], clientId: string): Promise<void> {
	const left = new Set<string>();
	const deadline = AbortSignal.timeout(removalMs);
	for (const { what, run } of undo.splice(0)) {
		if (!(await succeeds(run, deadline))) left.add(what);
	}
	if (left.size === 0) return;
	throw new ToolError("aws-refused", `Could not remove ${[...left].join(" and ")}`, {
		next: `remove what is named ${clientId} in the AWS IoT console, or with the AWS CLI`,
	});
}

async function succeeds(run: () => Promise<unknown>, deadline: AbortSignal): Promise<boolean> {
	while (!deadline.aborted) {
		try {
			await interruptible(run, deadline);
			return true;
		} catch (error) {
			if (error instanceof ResourceNotFoundException) return true;
			if (!(error instanceof DeleteConflictException)) return false;
			await delay(deleteRetryMs, undefined, { signal: deadline }).catch(() => undefined);
		}
	}
	return false;
}
