import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "./source-imports.js";

/** test/fixtures/golden/README.md says what they are. */
export const goldenPaths = Object.freeze({
	bootstrap: join(repositoryRoot, "test/fixtures/golden/bootstrap.json"),
	image: join(repositoryRoot, "test/fixtures/golden/identity.bin"),
	readings: join(repositoryRoot, "test/fixtures/golden/readings.bin"),
	readingsClimate: join(repositoryRoot, "test/fixtures/golden/readings-climate.bin"),
});

/** The golden identity partition, 0x8000 bytes; a copy of its own for everybody. */
export function goldenImage(): Uint8Array {
	return new Uint8Array(readFileSync(goldenPaths.image));
}

/** Of its claim, ms since 1970. */
export const goldenExpiry = Date.parse("2099-01-01T00:00:00Z");
export const goldenClientId = "thingsmith-golden";
/** SHA-256 of its claim's certificate. */
export const goldenCertificateId = "5ef7dfbf3724d90ad4dfa066443e1c06b1a1480edb72066638a59ecfc5d74779";
