import { invalidRequest } from "../../aws-error.js";
import type { HookSettings } from "../../behaviour.js";
import { isHookUrl } from "../../functions/function-forms.js";
import { findFunction } from "../../functions/function-target.js";
import { type Answer, type ApiCall, epochSeconds } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import type { Service, ServiceParts } from "../service.js";
import type { CertificateProvider, CertificateProviderInput, CertificateProviders } from "./certificate-providers.js";

/** Certificate providers over HTTP; fleet provisioning asks them. Tags are accepted and not kept. */
export function certificateProvidersService({
	registry: { certificateProviders: providers },
	behaviour: { hooks },
}: Pick<ServiceParts, "registry" | "behaviour">): Service {
	const one = "/certificate-providers/{certificateProviderName}";
	const nameIn = ({ path }: ApiCall) => path("certificateProviderName");
	return {
		name: "certificate-providers",
		operations: [
			{
				name: "CreateCertificateProvider",
				method: "POST",
				path: one,
				handle: (call) => create(providers, hooks, call),
			},
			{
				name: "DescribeCertificateProvider",
				method: "GET",
				path: one,
				handle: (call) => descriptionOf(providers.describeCertificateProvider(nameIn(call))),
			},
			{
				name: "UpdateCertificateProvider",
				method: "PUT",
				path: one,
				handle: async (call) =>
					nameAndArn(providers.updateCertificateProvider(nameIn(call), await readInput(call, hooks))),
			},
			{
				name: "DeleteCertificateProvider",
				method: "DELETE",
				path: one,
				handle(call) {
					providers.deleteCertificateProvider(nameIn(call));
					return {};
				},
			},
			{
				name: "ListCertificateProviders",
				method: "GET",
				path: "/certificate-providers/",
				handle: (call) => list(providers, call),
			},
		],
	};
}

async function create(providers: CertificateProviders, hooks: HookSettings, call: ApiCall): Promise<Answer> {
	const clientToken = call.body().string("clientToken");
	const input = { ...(await readInput(call, hooks)), ...(clientToken !== undefined && { clientToken }) };
	return nameAndArn(providers.createCertificateProvider(call.path("certificateProviderName"), input, call.scope));
}

async function readInput({ body }: ApiCall, hooks: HookSettings): Promise<CertificateProviderInput> {
	const members = body();
	const lambdaFunctionArn = members.string("lambdaFunctionArn");
	const accountDefaultForOperations = members.list("accountDefaultForOperations");
	if (lambdaFunctionArn !== undefined && isHookUrl(lambdaFunctionArn)) await checkCallable(lambdaFunctionArn, hooks);
	return {
		...(lambdaFunctionArn !== undefined && { lambdaFunctionArn }),
		...(accountDefaultForOperations !== undefined && { accountDefaultForOperations }),
	};
}

/** A URL that can never be called is refused now and not at the first device. A function may be mapped at the next start. */
async function checkCallable(target: string, hooks: HookSettings): Promise<void> {
	try {
		await findFunction(target, hooks);
	} catch (error) {
		throw invalidRequest(`The function of the certificate provider cannot be called: ${(error as Error).message}`);
	}
}

function list(providers: CertificateProviders, call: ApiCall): Answer {
	const ascending = call.query.boolean("isAscendingOrder") ?? false;
	const { items, next } = pageByToken(call, {
		from: providers.listCertificateProviders,
		keyOf: ({ certificateProviderName }) => certificateProviderName,
		descending: !ascending,
	});
	return { certificateProviders: items.map(nameAndArn), nextToken: next };
}

function nameAndArn({ certificateProviderName, certificateProviderArn }: CertificateProvider): object {
	return { certificateProviderName, certificateProviderArn };
}

function descriptionOf({ clientToken: _, creationDate, lastModifiedDate, ...rest }: CertificateProvider): object {
	return { ...rest, creationDate: epochSeconds(creationDate), lastModifiedDate: epochSeconds(lastModifiedDate) };
}
