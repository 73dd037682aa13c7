import type { IoTClientConfig } from "@aws-sdk/client-iot";
import { interruptible, withDeadline } from "../../base/interruption.js";
import { ToolError } from "../../base/tool-error.js";
import { type AwsSettings, isLoopback } from "./aws-settings.js";
import { boundAnswers, type CallStack, type SdkClient } from "./bounded-answers.js";

/** For TCP and TLS, in ms. */
const connectionTimeout = 5_000;
/** For the first byte of an answer, in ms. */
const requestTimeout = 20_000;
/**
 * For a whole call, in ms: finding credentials (SSO, a process, instance metadata), retries and the body of the answer have no deadline
 * in the SDK. As long as one request may take, so that none that may have made something is sent again.
 */
const callTimeoutMs = 20_000;

/** What every client of the SDK is configured with. */
export type SdkConfiguration = Pick<
	IoTClientConfig,
	"requestHandler" | "profile" | "endpoint" | "region" | "credentials"
>;

/**
 * The AWS API as `settings` say. Against an emulator on this machine neither region nor credentials need to be set:
 * without any in the environment or a profile, dummy ones are used (and real ones are never looked for).
 */
export function sdkConfiguration({
	profile,
	region,
	endpointUrl,
	hasEnvironmentCredentials,
	accessKey,
}: AwsSettings): SdkConfiguration {
	const loopback = isLoopback(endpointUrl);
	const config: SdkConfiguration = {
		requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
	};
	if (profile !== undefined) config.profile = profile;
	if (endpointUrl !== undefined) config.endpoint = endpointUrl;
	if (region !== undefined) config.region = region;
	else if (loopback) config.region = "us-east-1";
	if (accessKey !== undefined) {
		const { sessionToken, ...key } = accessKey;
		config.credentials = { ...key, ...(sessionToken !== undefined && { sessionToken }) };
	} else if (loopback && !hasEnvironmentCredentials && profile === undefined) {
		config.credentials = { accessKeyId: "local", secretAccessKey: "local" };
	}
	return config;
}

/**
 * Each call of `client` rejects with ToolError `timeout` when it takes longer than `timeoutMs`, with `interrupted` as soon as `signal` aborts
 * (undefined: for cleaning up after that), and with `endpoint-invalid` where the answer has no end.
 */
export function guardCalls<C extends SdkClient>(
	client: C,
	settings: AwsSettings,
	signal?: AbortSignal,
	timeoutMs = callTimeoutMs,
): C {
	boundAnswers(client, settings.endpointUrl);
	client.middlewareStack.use({
		applyToStack: (stack: CallStack) =>
			stack.add(
				(next) => async (input) => {
					const call = () =>
						withDeadline(
							() => next(input),
							timeoutMs,
							() => silent(settings, timeoutMs),
						);
					return signal === undefined ? call() : interruptible(call, signal);
				},
				{ step: "initialize", priority: "high", name: "thingsmithDeadline" },
			),
	});
	return client;
}

function silent({ endpointUrl }: AwsSettings, timeoutMs: number): ToolError {
	const seconds = timeoutMs / 1000;
	return endpointUrl === undefined
		? new ToolError("timeout", `AWS, or what gives the credentials, did not answer within ${seconds} s`, {
				next: "check network and proxy, and whether `aws sts get-caller-identity` answers",
			})
		: new ToolError("timeout", `${endpointUrl} did not answer within ${seconds} s`, {
				next: "see what listens there: `thingsmith local` answers on port 4566 unless told otherwise",
			});
}
