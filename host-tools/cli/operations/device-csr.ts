import { createSecretFile, trySecretFile } from "../../base/files/secret-file.js";
import type { NoteEvent } from "../../base/shared-events.js";
import type { TaskContext } from "../../base/task-context.js";
import { romBaudRate } from "../../board/bootloader/connect-chip.js";
import { BoardLines } from "../../board/bootstrap-link/board-lines.js";
import { helloBoard } from "../../board/bootstrap-link/hello-board.js";
import { readSigningRequest } from "../../board/bootstrap-link/signing-request.js";
import { type BoardPort, openBoard } from "../../board/serial/open-board.js";
import { starterNames } from "../../cloud/account/starter-template.js";

/** A certificate signing request is in a file. */
export interface SigningRequestEvent {
	readonly event: "signing-request";
	readonly path: string;
	readonly serialNumber: string;
}

export interface DeviceCsrOptions {
	readonly board: BoardPort;
	/** Never written over. */
	readonly outPath: string;
}

/** Keeps the request for a certificate for the key that a board has made, or makes now. */
export async function readDeviceCsr(
	options: DeviceCsrOptions,
	{ emit, signal }: TaskContext<SigningRequestEvent | NoteEvent>,
): Promise<void> {
	const { board, outPath } = options;
	await trySecretFile(outPath);
	const { link, port } = await openBoard(board, romBaudRate, signal);
	try {
		const lines = new BoardLines(link);
		// A board that has just been plugged in may still be starting.
		const { serialNumber } = await helloBoard(lines, { signal });
		emit({
			event: "note",
			text: "The board makes its key, where it has none yet: an ESP32 takes half a minute or more.",
		});
		await createSecretFile(outPath, await readSigningRequest(lines, { signal }));
		emit({ event: "signing-request", path: outPath, serialNumber });
	} finally {
		await link.close();
	}
	emit({ event: "note", text: nextSteps(outPath, port.path) });
}

function nextSteps(outPath: string, port: string): string {
	return [
		"Have it signed, and give the certificate its thing and its policy, e.g. with the AWS CLI:",
		"",
		`  aws iot create-certificate-from-csr --set-as-active --certificate-signing-request file://${outPath} --certificate-pem-outfile FILE`,
		"  aws iot create-thing --thing-name NAME",
		"  aws iot attach-thing-principal --thing-name NAME --principal ARN",
		`  aws iot attach-policy --policy-name ${starterNames.policyName} --target ARN`,
		"",
		"ARN is the certificateArn that the first line prints. Then:",
		"",
		`  thingsmith device provision --port ${port} --certificate FILE --thing-name NAME`,
	].join("\n");
}
