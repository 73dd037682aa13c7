/** What `thingsmith.json` says, with every default in its place (project/thingsmith.schema.json). */
export interface Project {
	readonly project: string;
	readonly environment: string | undefined;
	readonly region: string | undefined;
	readonly accountId: string | undefined;
	/** With `{thingName}` in each. */
	readonly topics: readonly string[];
	readonly retain: boolean;
	/** Undefined: any. */
	readonly serialNumbers: "table" | readonly string[] | undefined;
	readonly thingType: {
		readonly name: string;
		readonly description: string;
		readonly searchableAttributes: readonly string[];
	};
	readonly attributes: Readonly<Record<string, string>>;
	readonly demonstrationDevices: number;
	readonly devices: number;
	readonly intervalSeconds: number;
	readonly eventDays: number;
	readonly logDays: number;
	readonly expiryDays: number;
	readonly alarmEmail: string | undefined;
	readonly certificateAuthority: CertificateAuthority | undefined;
	readonly monitoring: Monitoring;
}

/** PEM texts. */
export interface CertificateAuthority {
	readonly certificatePem: string;
	/** For the account's registration code; undefined: registered as SNI_ONLY. */
	readonly verificationPem: string | undefined;
}

export interface Monitoring {
	readonly audit: boolean;
	readonly detect: boolean;
	readonly history: boolean;
	readonly expiry: boolean;
	readonly alarms: boolean;
	readonly dashboard: boolean;
}

/** What an empty file says. */
export const defaultProject: Project = Object.freeze({
	project: "thingsmith",
	environment: undefined,
	region: undefined,
	accountId: undefined,
	topics: Object.freeze(["{thingName}/*"]),
	retain: false,
	serialNumbers: undefined,
	thingType: Object.freeze({
		name: "thingsmith-device",
		description: "Reports temperature",
		searchableAttributes: Object.freeze(["serialNumber"]),
	}),
	attributes: Object.freeze({}),
	demonstrationDevices: 0,
	devices: 10,
	intervalSeconds: 10,
	eventDays: 90,
	logDays: 30,
	expiryDays: 60,
	alarmEmail: undefined,
	certificateAuthority: undefined,
	monitoring: Object.freeze({ audit: true, detect: true, history: true, expiry: true, alarms: true, dashboard: true }),
});

/** What the names of all resources begin with, and what their tag says. */
export function prefixOf({ project, environment }: Pick<Project, "project" | "environment">): string {
	return environment === undefined ? project : `${project}-${environment}`;
}
