import type { Bootstrap, BootstrapForOwnKey } from "../../../firmware/core/bootstrap.js";
import { withOwnKey } from "../../../firmware/core/bootstrap-link/own-key-answer.js";
import { IdentityStore } from "../../../firmware/core/identity/identity-store.js";
import { IdentityJournal } from "../../../firmware/core/identity/journal.js";
import { nodeTextCodec } from "../../virtual-device/node-text-codec.js";
import { flashIn } from "../partitions/memory-flash.js";
import { createIdentityImage } from "./identity-image.js";

/**
 * What the identity partition that holds `bytes` will hold with another bootstrap, as the device itself does it: what AWS may know
 * already stays, and so does the key the device made. It goes into the half that is not in use, so that a write that is cut short changes
 * nothing. Throws `internal` for a partition with an identity, `bootstrap-invalid` for a certificate that is not for the device's key, `flash-full`.
 */
export function renewedImage(bytes: Uint8Array, bootstrap: Bootstrap | BootstrapForOwnKey): Uint8Array {
	const image = bytes.slice();
	const store = new IdentityStore(flashIn(image), nodeTextCodec);
	const complete = withOwnKey(bootstrap, store.pendingKey, nodeTextCodec);
	if (new IdentityJournal(flashIn(image)).origin === undefined) return createIdentityImage(complete, bytes.length);
	const { credential } = complete;
	if (credential.kind === "permanent") store.install(complete);
	else store.renewClaim(complete, credential);
	return image;
}
