export const serviceTypes = Object.freeze(["DATA", "CREDENTIAL_PROVIDER", "JOBS"] as const);
export const authenticationTypes = Object.freeze([
	"CUSTOM_AUTH_X509",
	"CUSTOM_AUTH",
	"AWS_X509",
	"AWS_SIGV4",
	"DEFAULT",
] as const);
export const applicationProtocols = Object.freeze(["SECURE_MQTT", "MQTT_WSS", "HTTPS", "DEFAULT"] as const);

export type ServiceType = (typeof serviceTypes)[number];

/** What may be said of a domain at any time. Kept and described; the emulator's listeners do not go by it. */
export interface DomainSettings {
	readonly authorizerConfig?: { readonly defaultAuthorizerName?: string; readonly allowAuthorizerOverride?: boolean };
	readonly tlsConfig?: { readonly securityPolicy?: string };
	readonly serverCertificateConfig?: {
		readonly enableOCSPCheck?: boolean;
		readonly ocspLambdaArn?: string;
		readonly ocspAuthorizedResponderArn?: string;
	};
	readonly clientCertificateConfig?: { readonly clientCertificateCallbackArn?: string };
	readonly authenticationType?: (typeof authenticationTypes)[number];
	readonly applicationProtocol?: (typeof applicationProtocols)[number];
}

export interface DomainConfiguration extends DomainSettings {
	readonly domainConfigurationName: string;
	readonly domainConfigurationArn: string;
	readonly serviceType: ServiceType;
	readonly domainType: "ENDPOINT" | "AWS_MANAGED" | "CUSTOMER_MANAGED";
	/** Of a customer's domain; others have the emulator's own name. */
	readonly domainName?: string;
	readonly serverCertificateArns: readonly string[];
	readonly domainConfigurationStatus: "ENABLED" | "DISABLED";
	/** ms */
	readonly lastStatusChangeDate: number;
}
