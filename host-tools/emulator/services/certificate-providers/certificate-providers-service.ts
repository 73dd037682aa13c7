import { invalidRequest } from "../../aws-error.js";
import type { HookSettings } from "../../behaviour.js";
import { isHookUrl } from "../../functions/function-forms.js";
import { findFunction } from "../../functions/function-target.js";
import { type Answer, type ApiCall, epochSeconds } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import type { Service, ServiceParts } from "../service.js";
import { tagsIn } from "../tag-members.js";
import type { Tags } from "../tags/tags.js";
import type { CertificateProvider, CertificateProviderInput, CertificateProviders } from "./certificate-providers.js";

/** Certificate providers over HTTP; fleet provisioning asks them. */
export function certificateProvidersService({
	registry: { certificateProviders: providers, tags },
	behaviour: { hooks },
}: Pick<ServiceParts, "registry" | "behaviour">): Service {
	tags.taggable("certificateprovider", (name) => providers.findCertificateProvider(name)?.certificateProviderArn);
	const one = "/certificate-providers/{certificateProviderName}";
	const nameIn = ({ path }: ApiCall) => path("certificateProviderName");
	return {
		name: "certificate-providers",
		operations: [
			{
				name: "CreateCertificateProvider",
				method: "POST",
				path: one,
				handle: (call) => create({ providers, tags, hooks }, call),
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
					tags.remove(providers.deleteCertificateProvider(nameIn(call)).certificateProviderArn);
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

interface CreateParts {
	readonly providers: CertificateProviders;
	readonly tags: Tags;
	readonly hooks: HookSettings;
}

async function create({ providers, tags, hooks }: CreateParts, call: ApiCall): Promise<Answer> {
	const members = call.body();
	const clientToken = members.string("clientToken");
	const given = tagsIn(members);
	const input = { ...(await readInput(call, hooks)), ...(clientToken !== undefined && { clientToken }) };
	const name = call.path("certificateProviderName");
	const provider = providers.createCertificateProvider(name, input, call.scope);
	tags.set(provider.certificateProviderArn, given);
	return nameAndArn(provider);
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
