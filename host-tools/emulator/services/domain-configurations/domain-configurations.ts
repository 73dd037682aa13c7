import { randomUUID } from "node:crypto";
import { type ArnScope, arn } from "../../arn.js";
import { AwsError, invalidRequest, notFound, quote } from "../../aws-error.js";
import type { EmulatorClock } from "../../clock.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import type { Table } from "../../store/table.js";
import { checkRoom } from "../checks.js";
import type { DomainConfiguration, DomainSettings, ServiceType } from "./domain-configuration.js";

/** AWS's quota of an account. */
const mostConfigurations = 10;

/** What every account has from the beginning. */
const ofAws: ReadonlyMap<string, ServiceType> = new Map([
	["iot:CredentialProvider", "CREDENTIAL_PROVIDER"],
	["iot:Data-ATS", "DATA"],
	["iot:Jobs", "JOBS"],
]);

const usual: DomainSettings = Object.freeze({
	tlsConfig: Object.freeze({ securityPolicy: "IoTSecurityPolicy_TLS13_1_2_2022_10" }),
	authenticationType: "DEFAULT",
	applicationProtocol: "DEFAULT",
});

export interface NewDomainConfiguration extends DomainSettings {
	readonly serviceType: ServiceType;
	readonly domainName?: string;
	readonly serverCertificateArns: readonly string[];
}

export interface DomainUpdate extends DomainSettings {
	readonly domainConfigurationStatus?: "ENABLED" | "DISABLED";
	readonly removeAuthorizerConfig?: boolean;
}

/** Domain configurations as a register. Throws AwsError as the AWS operation of the same name would. */
export class DomainConfigurations {
	readonly #rows: Table<DomainConfiguration>;
	readonly #clock: EmulatorClock;
	/** ms; since when AWS's own have their status. */
	readonly #began: number;

	constructor(store: Store, clock: EmulatorClock) {
		this.#rows = store.table("domain-configuration", jsonRows<DomainConfiguration>("domainConfigurationName"), {
			orderOf: ({ domainConfigurationName }) => domainConfigurationName,
		});
		this.#clock = clock;
		this.#began = clock.now();
	}

	create(name: string, wanted: NewDomainConfiguration, scope: ArnScope): DomainConfiguration {
		if (!/^[\w.-]{1,128}$/.test(name)) {
			throw invalidRequest(`domainConfigurationName must be 1 to 128 of a-z A-Z 0-9 _ . -: it is ${quote(name)}`);
		}
		checkDomain(wanted);
		const present = this.#rows.get(name);
		if (present !== undefined) {
			throw new AwsError("ResourceAlreadyExistsException", "Domain configuration with given name already exists.", {
				resourceId: name,
				resourceArn: present.domainConfigurationArn,
			});
		}
		checkRoom("domain configurations", this.#rows.size, mostConfigurations);
		return this.#keep({
			...usual,
			...wanted,
			domainConfigurationName: name,
			domainConfigurationArn: arn(scope, "domainconfiguration", `${name}/${shortId()}`),
			domainType: wanted.domainName === undefined ? "AWS_MANAGED" : "CUSTOMER_MANAGED",
			domainConfigurationStatus: "ENABLED",
			lastStatusChangeDate: this.#clock.now(),
		});
	}

	describe(name: string, scope: ArnScope): DomainConfiguration {
		const found = this.#rows.get(name) ?? this.#ofAws(name, scope);
		if (found !== undefined) return found;
		throw notFound("The specified resource does not exist.");
	}

	/** AWS's own ones, too; in no order. */
	list(scope: ArnScope): readonly DomainConfiguration[] {
		const own = [...ofAws.keys()].filter((name) => this.#rows.get(name) === undefined);
		return [...this.#rows.values(), ...own.map((name) => this.describe(name, scope))];
	}

	/** That of the ARN whose last part is `nameAndId`. */
	findByArnName(nameAndId: string): DomainConfiguration | undefined {
		const [name = ""] = nameAndId.split("/");
		const found = this.#rows.get(name);
		return found?.domainConfigurationArn.endsWith(`/${nameAndId}`) ? found : undefined;
	}

	update(
		name: string,
		scope: ArnScope,
		{ removeAuthorizerConfig = false, ...update }: DomainUpdate,
	): DomainConfiguration {
		const { authorizerConfig, ...present } = this.describe(name, scope);
		if (removeAuthorizerConfig && update.authorizerConfig !== undefined) {
			throw invalidRequest("authorizerConfig and removeAuthorizerConfig exclude each other");
		}
		const { domainConfigurationStatus: status = present.domainConfigurationStatus } = update;
		const changes = status !== present.domainConfigurationStatus;
		return this.#keep({
			...present,
			...(authorizerConfig !== undefined && !removeAuthorizerConfig && { authorizerConfig }),
			...update,
			lastStatusChangeDate: changes ? this.#clock.now() : present.lastStatusChangeDate,
		});
	}

	delete(name: string, scope: ArnScope): DomainConfiguration {
		const present = this.describe(name, scope);
		if (present.domainType === "ENDPOINT") throw invalidRequest(`${name} is AWS's own and cannot be deleted`);
		if (present.domainConfigurationStatus === "ENABLED") {
			throw invalidRequest(
				`Domain configuration ${name} is ENABLED: UpdateDomainConfiguration makes it DISABLED first`,
			);
		}
		this.#rows.delete(name);
		return present;
	}

	#ofAws(name: string, scope: ArnScope): DomainConfiguration | undefined {
		const serviceType = ofAws.get(name);
		return (
			serviceType && {
				...usual,
				domainConfigurationName: name,
				domainConfigurationArn: arn(scope, "domainconfiguration", name),
				serviceType,
				domainType: "ENDPOINT",
				serverCertificateArns: [],
				domainConfigurationStatus: "ENABLED",
				lastStatusChangeDate: this.#began,
			}
		);
	}

	#keep(row: DomainConfiguration): DomainConfiguration {
		this.#rows.set(row.domainConfigurationName, Object.freeze(row));
		return row;
	}
}

/** A domain of one's own has a certificate, and a certificate is for a domain of one's own. */
function checkDomain({ domainName, serverCertificateArns }: NewDomainConfiguration): void {
	if (domainName === undefined) {
		if (serverCertificateArns.length > 0) throw invalidRequest("Must provide a valid domain name to configure.");
		return;
	}
	if (domainName.length > 253 || !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(domainName)) {
		throw invalidRequest("Must provide a valid domain name to configure.");
	}
	if (serverCertificateArns.length > 0) return;
	throw invalidRequest("Cannot provide a custom domain name for an AWS Managed Domain");
}

/** What AWS puts behind the name in an ARN. */
function shortId(): string {
	return randomUUID().slice(0, 5);
}
