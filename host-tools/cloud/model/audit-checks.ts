/** Names of Device Defender's checks: as CloudFormation's configuration of the account has them, and as everything else has them. */
export const auditChecks: Readonly<Record<string, string>> = Object.freeze({
	CaCertificateExpiringCheck: "CA_CERTIFICATE_EXPIRING_CHECK",
	CaCertificateKeyQualityCheck: "CA_CERTIFICATE_KEY_QUALITY_CHECK",
	ConflictingClientIdsCheck: "CONFLICTING_CLIENT_IDS_CHECK",
	DeviceCertificateExpiringCheck: "DEVICE_CERTIFICATE_EXPIRING_CHECK",
	DeviceCertificateKeyQualityCheck: "DEVICE_CERTIFICATE_KEY_QUALITY_CHECK",
	DeviceCertificateSharedCheck: "DEVICE_CERTIFICATE_SHARED_CHECK",
	IotPolicyOverlyPermissiveCheck: "IOT_POLICY_OVERLY_PERMISSIVE_CHECK",
	IoTPolicyPotentialMisConfigurationCheck: "IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK",
	LoggingDisabledCheck: "LOGGING_DISABLED_CHECK",
	RevokedCaCertificateStillActiveCheck: "REVOKED_CA_CERTIFICATE_STILL_ACTIVE_CHECK",
	RevokedDeviceCertificateStillActiveCheck: "REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK",
});
