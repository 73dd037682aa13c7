import type { Command } from "commander";
import type { CommandHost } from "../command-host.js";
import { addPortOption } from "./board-options.js";

interface DeviceCsrFlags {
	readonly port?: string;
	readonly out: string;
	readonly json?: boolean;
}

export function addDeviceCsr(device: Command, host: CommandHost): void {
	const csr = device
		.command("csr")
		.description("ask a running board for the certificate signing request of the key it makes, which never leaves it")
		.requiredOption("--out <file>", "where the request goes, in PEM; never written over")
		.option("--json", "one JSON object a line on stdout");
	addPortOption(csr).action(async ({ port, out, json = false }: DeviceCsrFlags) => {
		const { env } = host.context;
		await host.run({ json }, async (context) => {
			const { readDeviceCsr } = await import("../../operations/device-csr.js");
			await readDeviceCsr({ board: { port, env }, outPath: out }, context);
		});
	});
}
