import { type ArnScope, defaultScope, scopeOfArn } from "../arn.js";
import type { EmulatorClock } from "../clock.js";
import { Relation } from "../store/relation.js";
import type { Store } from "../store/store.js";
import { Authorizers } from "./authorizers/authorizers.js";
import type { BillingGroups } from "./billing-groups/billing-groups.js";
import { openBillingGroups } from "./billing-groups/open-billing-groups.js";
import type { CaCertificates } from "./ca-certificates/ca-certificates.js";
import { openCaCertificates } from "./ca-certificates/open-ca-certificates.js";
import type { CertificateProviders } from "./certificate-providers/certificate-providers.js";
import { openCertificateProviders } from "./certificate-providers/open-certificate-providers.js";
import type { Certificates } from "./certificates/certificates.js";
import { openCertificates } from "./certificates/open-certificates.js";
import { ChangeFeed } from "./changes.js";
import { EventConfigurationTable } from "./events/open-event-configurations.js";
import type { JobRegistry } from "./jobs/job-registry.js";
import { openJobs } from "./jobs/open-jobs.js";
import { LoggingSettings } from "./logging/logging-settings.js";
import { openPolicies } from "./policies/open-policies.js";
import type { Policies } from "./policies/policies.js";
import { checkJitpTemplate } from "./provisioning/just-in-time/check-jitp-template.js";
import { openTemplates } from "./provisioning/open-templates.js";
import type { Templates } from "./provisioning/templates.js";
import { RoleAliases } from "./role-aliases/role-aliases.js";
import { DeviceShadows } from "./shadow/device-shadows.js";
import { openStreams } from "./streams/open-streams.js";
import type { Streams } from "./streams/streams.js";
import { openTags } from "./tags/open-tags.js";
import type { Tags } from "./tags/tags.js";
import { openThingGroups } from "./thing-groups/open-thing-groups.js";
import type { ThingGroups } from "./thing-groups/thing-groups.js";
import { openThingTypes } from "./thing-types/open-thing-types.js";
import type { ThingTypes } from "./thing-types/thing-types.js";
import { openThings } from "./things/open-things.js";
import type { Things } from "./things/things.js";

/**
 * The account's resources, with AWS's rules (docs/aws-behaviour.md, "Things, certificates and policies"): one truth
 * behind HTTP, MQTT and fleet provisioning. Take what you need of it.
 */
export interface Registry {
	readonly things: Things;
	readonly thingTypes: ThingTypes;
	readonly thingGroups: ThingGroups;
	readonly billingGroups: BillingGroups;
	readonly certificates: Certificates;
	readonly caCertificates: CaCertificates;
	readonly certificateProviders: CertificateProviders;
	readonly authorizers: Authorizers;
	readonly policies: Policies;
	readonly templates: Templates;
	readonly shadows: DeviceShadows;
	readonly streams: Streams;
	readonly tags: Tags;
	readonly jobs: JobRegistry;
	readonly roleAliases: RoleAliases;
	readonly eventConfigurations: EventConfigurationTable;
	readonly logging: LoggingSettings;
	readonly changes: ChangeFeed;
	/** Account, and region of what is made without a request. */
	readonly home: ArnScope;
}

export interface RegistryOptions {
	readonly clock: EmulatorClock;
	readonly store: Store;
	/** Account, and region of what is made without a request. `defaultScope` unless told otherwise. */
	readonly home?: ArnScope | undefined;
}

/** Throws when a kept row is none of this version, or of another account. `close()` ends its timers and may be called twice; the store stays open. */
export function openRegistry({ clock, store, home = defaultScope }: RegistryOptions): Registry & { close(): void } {
	const changes = new ChangeFeed();
	const groupMembers = new Relation(store, "thing-group-member");
	const billingGroupMembers = new Relation(store, "billing-group-member");
	const thingPrincipals = new Relation(store, "thing-principal");
	const exclusiveThings = new Relation(store, "exclusive-thing-principal");
	const policyTargets = new Relation(store, "policy-target");
	const certificates = openCertificates({ store, clock, changes, home, thingPrincipals, policyTargets });
	const policies = openPolicies({
		store,
		clock,
		changes,
		home,
		certificates,
		thingGroups: { findThingGroup: (name) => thingGroups.findThingGroup(name) },
		policyTargets,
	});
	const templates = openTemplates({ store, clock, changes, home });
	const caCertificates = openCaCertificates({
		store,
		clock,
		changes,
		home,
		templates,
		checkTemplateBody: checkJitpTemplate,
	});
	refuseOtherAccount(home, { certificates, caCertificates, policies, templates });
	const isUsed = (thingTypeName: string) =>
		[...things.listThings()].some((thing) => thing.thingTypeName === thingTypeName);
	const thingTypes = openThingTypes({ store, clock, changes, home, isUsed });
	const things = openThings({
		store,
		changes,
		home,
		certificates,
		thingTypes,
		thingPrincipals,
		exclusiveThings,
		groupMembers,
		billingGroupMembers,
		billingGroups: { describeBillingGroup: (name) => billingGroups.describeBillingGroup(name) },
	});
	const billingGroups = openBillingGroups({ store, clock, changes, home, things, members: billingGroupMembers });
	const thingGroups = openThingGroups({ store, clock, changes, home, things, groupMembers, policyTargets });
	const jobs = openJobs({ store, clock, changes, home, things, thingGroups });
	return {
		things,
		thingTypes,
		thingGroups,
		billingGroups,
		certificates,
		caCertificates,
		certificateProviders: openCertificateProviders({ store, clock, changes, home }),
		authorizers: new Authorizers({ store, clock, changes }),
		policies,
		templates,
		shadows: new DeviceShadows({ store, clock, changes }),
		streams: openStreams({ store, clock, changes, home }),
		tags: openTags({ store, home }),
		jobs,
		roleAliases: new RoleAliases(store, clock),
		eventConfigurations: new EventConfigurationTable(store, clock),
		logging: new LoggingSettings(store),
		changes,
		home,
		close() {
			jobs.close();
			certificates.close();
		},
	};
}

type Kept = Pick<Registry, "caCertificates" | "policies" | "templates"> & {
	readonly certificates: Certificates & { close(): void };
};

/** What is kept names its account in every ARN, and so do the policies that people wrote for it. Ends the timers when it throws. */
function refuseOtherAccount({ accountId }: ArnScope, kept: Kept): void {
	const { certificates, caCertificates, policies, templates } = kept;
	const arns = [
		...Array.from(certificates.listCertificates(), ({ certificateArn }) => certificateArn),
		...Array.from(caCertificates.listCaCertificates(), ({ certificateArn }) => certificateArn),
		...Array.from(policies.listPolicies(), ({ policyArn }) => policyArn),
		...Array.from(templates.listProvisioningTemplates(), ({ templateArn }) => templateArn),
	];
	const other = arns.map((arn) => scopeOfArn(arn).accountId).find((kept) => kept !== accountId);
	if (other === undefined) return;
	certificates.close();
	throw new Error(
		`What is kept there is of account ${other}, not of ${accountId}: start with --account ${other}, or with another --data`,
	);
}
