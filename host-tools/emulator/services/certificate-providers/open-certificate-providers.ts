import { type ArnScope, arn } from "../../arn.js";
import { AwsError, invalidRequest, quote } from "../../aws-error.js";
import type { EmulatorClock } from "../../clock.js";
import { isHookUrl, isLambdaArn } from "../../functions/function-forms.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import type { Table } from "../../store/table.js";
import type { ChangeFeed } from "../changes.js";
import { checkCertificateProviderName, checkLength, checkRoom } from "../checks.js";
import type {
	CertificateProvider,
	CertificateProviderInput,
	CertificateProviders,
	SigningOperation,
} from "./certificate-providers.js";

/** AWS: one an account. */
const mostProviders = 1;

interface ProviderState {
	readonly rows: Table<CertificateProvider>;
	readonly clock: EmulatorClock;
	readonly changes: ChangeFeed;
	/** Account and region of what is made without a request. */
	readonly home: ArnScope;
}

/** Certificate providers in `store`. Throws when a kept row is none of this version. */
export function openCertificateProviders({
	store,
	...shared
}: Omit<ProviderState, "rows"> & { readonly store: Store }): CertificateProviders {
	const codec = jsonRows<CertificateProvider>("certificateProviderName", { clientToken: undefined });
	const orderOf = ({ certificateProviderName }: CertificateProvider) => certificateProviderName;
	const state: ProviderState = { ...shared, rows: store.table("certificate-provider", codec, { orderOf }) };
	return {
		createCertificateProvider: (name, input, scope = state.home) => create(state, name, input, scope),
		findCertificateProvider: (name) => state.rows.get(name),
		describeCertificateProvider: (name) => existing(state, name),
		listCertificateProviders: (range) => state.rows.inOrder(range),
		updateCertificateProvider(name, input) {
			const present = existing(state, name);
			const changed = { ...present, ...checked({ ...present, ...input }), lastModifiedDate: state.clock.now() };
			return keep(state, changed);
		},
		deleteCertificateProvider(name) {
			const provider = existing(state, name);
			state.rows.delete(provider.certificateProviderName);
			state.changes.announce({ kind: "certificate-provider", name: provider.certificateProviderName });
			return provider;
		},
		signing: (operation) => [...state.rows.values()].find((one) => one.accountDefaultForOperations.includes(operation)),
	};
}

function existing({ rows }: ProviderState, name: string): CertificateProvider {
	const provider = rows.get(checkCertificateProviderName(name));
	if (provider !== undefined) return provider;
	throw new AwsError("ResourceNotFoundException", `Certificate provider "${name}" does not exist`);
}

function create(
	state: ProviderState,
	name: string,
	{ clientToken, ...input }: CertificateProviderInput & { readonly clientToken?: string },
	scope: ArnScope,
): CertificateProvider {
	checkCertificateProviderName(name);
	if (clientToken !== undefined && !/^\S{36,64}$/.test(clientToken)) {
		throw invalidRequest(`clientToken must have 36 to 64 characters, and no spaces: it is ${quote(clientToken)}`);
	}
	const properties = checked(input);
	const present = state.rows.get(name);
	if (present !== undefined) {
		const isRepeated = clientToken !== undefined && present.clientToken === clientToken;
		if (isRepeated && present.lambdaFunctionArn === properties.lambdaFunctionArn) return present;
		throw new AwsError("ResourceAlreadyExistsException", `Certificate provider "${name}" exists`, {
			resourceId: name,
			resourceArn: present.certificateProviderArn,
		});
	}
	checkRoom("certificate providers", state.rows.size, mostProviders);
	const now = state.clock.now();
	return keep(state, {
		certificateProviderName: name,
		certificateProviderArn: arn(scope, "certificateprovider", name),
		...properties,
		creationDate: now,
		lastModifiedDate: now,
		clientToken,
	});
}

/** What has to be there is; a function's form is a Lambda ARN, or here a URL, as a hook's. */
function checked({ lambdaFunctionArn: target, accountDefaultForOperations: operations }: CertificateProviderInput) {
	if (target === undefined) throw invalidRequest("lambdaFunctionArn is missing");
	checkLength("lambdaFunctionArn", target, 1, 2048);
	if (!isLambdaArn(target) && !isHookUrl(target)) {
		throw invalidRequest(
			`lambdaFunctionArn must be the ARN of a Lambda function, or here an http, https or file URL: it is ${quote(target)}`,
		);
	}
	if (operations?.length !== 1 || operations[0] !== "CreateCertificateFromCsr") {
		throw invalidRequest(
			`accountDefaultForOperations must be ["CreateCertificateFromCsr"]: it is ${quote(operations)}`,
		);
	}
	const accountDefaultForOperations: readonly SigningOperation[] = ["CreateCertificateFromCsr"];
	return { lambdaFunctionArn: target, accountDefaultForOperations };
}

function keep({ rows, changes }: ProviderState, provider: CertificateProvider): CertificateProvider {
	rows.set(provider.certificateProviderName, Object.freeze(provider));
	changes.announce({ kind: "certificate-provider", name: provider.certificateProviderName });
	return provider;
}
