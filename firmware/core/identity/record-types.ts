/** Record types of docs/identity-partition.md. Numbers are never reused. */
export const recordType = Object.freeze({
	settings: 2,
	rootCa: 3,
	claimCertificate: 4,
	claimKey: 5,
	claimInfo: 6,
	candidateCertificate: 7,
	candidateKey: 8,
	candidateInfo: 9,
	candidateThing: 10,
	currentCertificate: 11,
	currentKey: 12,
	currentInfo: 13,
	sealed: 14,
	pendingKey: 15,
	pendingRequest: 16,
	forgotten: 17,
	previousCertificate: 18,
	previousKey: 19,
	previousInfo: 20,
	/** On the serial line only, never in flash. */
	settingsChange: 21,
} as const);
