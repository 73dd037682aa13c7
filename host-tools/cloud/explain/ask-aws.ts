import {
	type AuthResult,
	DescribeCertificateCommand,
	type IoTClient,
	ListThingPrincipalsCommand,
	type Policy,
	TestAuthorizationCommand,
} from "@aws-sdk/client-iot";
import { ToolError } from "../../base/tool-error.js";
import type { AwsSettings } from "../account/aws-settings.js";
import { toToolError } from "../account/to-tool-error.js";
import {
	type ExplainQuestion,
	type Explanation,
	type PolicyNote,
	type TestableAction,
	testableActions,
} from "./explanation.js";
import { impossible } from "./impossible.js";

const usesOf = "iot:ListThingPrincipals, DescribeCertificate and TestAuthorization";

/** As far as AWS tells: which policies allow, deny or say nothing. Rejects with ToolError. */
export async function askAws(
	client: IoTClient,
	question: ExplainQuestion,
	settings: AwsSettings,
): Promise<readonly Explanation[]> {
	const actionType = actionTypeOf(question.action);
	try {
		const certificates = await certificatesOf(client, question);
		return await Promise.all(certificates.map((arn) => explainFor(client, question, arn, actionType)));
	} catch (error) {
		throw toToolError(error, usesOf, settings);
	}
}

type ActionType = "PUBLISH" | "SUBSCRIBE" | "RECEIVE" | "CONNECT";

function actionTypeOf(action: string): ActionType {
	const plain = action.toLowerCase().replace(/^iot:/, "");
	const known = testableActions.find((one) => one === plain);
	if (known !== undefined) return known.toUpperCase() as ActionType;
	throw new ToolError("usage", `AWS tests only ${testableActions.join(", ")}, and not ${action}`, {
		next: "a `thingsmith local` explains the other actions, too",
	});
}

async function certificatesOf(client: IoTClient, question: ExplainQuestion): Promise<readonly string[]> {
	const { certificate, thingName = question.clientId } = question;
	if (certificate?.startsWith("arn:")) return [certificate];
	if (certificate !== undefined) {
		const described = await client.send(new DescribeCertificateCommand({ certificateId: certificate }));
		return [described.certificateDescription?.certificateArn ?? ""];
	}
	const { principals = [] } = await client.send(new ListThingPrincipalsCommand({ thingName }));
	const certificates = principals.filter((arn) => arn.includes(":cert/"));
	if (certificates.length > 0) return certificates;
	throw new ToolError("thing-incomplete", `The thing ${thingName} has no certificate, so nobody connects as it`, {
		next: "attach one: `aws iot attach-thing-principal`",
	});
}

async function explainFor(
	client: IoTClient,
	question: ExplainQuestion,
	certificateArn: string,
	actionType: ActionType,
): Promise<Explanation> {
	const certificateId = certificateArn.slice(certificateArn.lastIndexOf("/") + 1);
	const clientId = question.clientId ?? question.thingName ?? certificateId;
	const name = question.topic ?? nameOf(actionType, clientId);
	const resource = resourceOf(certificateArn, actionType, name);
	const action = `iot:${actionType.slice(0, 1)}${actionType.slice(1).toLowerCase()}`;
	const why = impossible(actionType.toLowerCase() as TestableAction, name);
	if (why !== undefined) {
		const because = `${action} on ${resource} is refused to everybody: ${why}`;
		const needed = "another name: no policy helps";
		return { certificateId, clientId, action, resource, decision: "IMPOSSIBLE", because, needed };
	}
	const authInfos = [{ actionType, resources: [resource] }];
	const { authResults = [] } = await client.send(
		new TestAuthorizationCommand({ principal: certificateArn, clientId, authInfos }),
	);
	const [result = {}] = authResults;
	return { certificateId, clientId, action, resource, ...inWords(result, `${action} on ${resource}`) };
}

function nameOf(actionType: ActionType, clientId: string): string {
	if (actionType === "CONNECT") return clientId;
	throw new ToolError("usage", "The topic is missing", { next: `write it behind ${actionType.toLowerCase()}` });
}

function resourceOf(certificateArn: string, actionType: ActionType, name: string): string {
	const kind = { PUBLISH: "topic", RECEIVE: "topic", SUBSCRIBE: "topicfilter", CONNECT: "client" }[actionType];
	return `${certificateArn.slice(0, certificateArn.indexOf(":cert/"))}:${kind}/${name}`;
}

function inWords(result: AuthResult, what: string): Pick<Explanation, "decision" | "because"> & Partial<Explanation> {
	const allows = namesIn(result.allowed?.policies);
	const denies = namesIn(result.denied?.explicitDeny?.policies);
	const neither = namesIn(result.denied?.implicitDeny?.policies);
	const missing = result.missingContextValues ?? [];
	const policies: readonly PolicyNote[] = [
		...denies.map((policyName) => ({ policyName, verdict: "denies" as const })),
		...allows.map((policyName) => ({ policyName, verdict: "allows" as const })),
		...neither.map((policyName) => ({ policyName, verdict: "neither" as const })),
	];
	const told = { policies, ...(missing.length > 0 && { missingContextValues: missing }) };
	switch (result.authDecision) {
		case "ALLOWED":
			return { decision: "ALLOWED", because: `${what} is allowed by ${quoted(allows)}`, ...told };
		case "EXPLICIT_DENY": {
			const needed = `the Deny in ${quoted(denies)} must no longer apply: it beats every Allow`;
			return { decision: "EXPLICIT_DENY", because: `${what} is denied by ${quoted(denies)}`, needed, ...told };
		}
		default: {
			const because =
				policies.length === 0 ? `${what} is denied: no policy is attached` : `${what} is denied: no policy allows it`;
			return { decision: "IMPLICIT_DENY", because, needed: "a statement that allows it", ...told };
		}
	}
}

function namesIn(policies: readonly Policy[] | undefined): readonly string[] {
	return (policies ?? []).map(({ policyName = "" }) => policyName);
}

function quoted(names: readonly string[]): string {
	return `policy ${names.map((name) => `"${name}"`).join(", ")}`;
}
