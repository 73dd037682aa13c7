import { type ChildProcess, spawn } from "node:child_process";
import { endProcess } from "../build/run-process.js";

export interface VirtualDisplay {
	/** Value for DISPLAY. */
	readonly name: string;
	/** May be called twice. */
	close(): Promise<void>;
}

const readyMs = 10_000;

/** An X server without a screen, on a display number it finds free itself. Rejects when Xvfb is not installed. */
export async function startVirtualDisplay(): Promise<VirtualDisplay> {
	const args = ["-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"];
	const child = spawn("Xvfb", args, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
	try {
		return { name: `:${await displayNumber(child)}`, close: () => endProcess(child) };
	} catch (error) {
		await endProcess(child);
		throw error;
	}
}

function displayNumber(child: ChildProcess): Promise<string> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => reject(new Error(`Xvfb was not ready within ${readyMs} ms`)), readyMs);
		const settle = (action: () => void) => {
			clearTimeout(timer);
			action();
		};
		child.once("error", () => settle(() => reject(new Error("Xvfb cannot be started: install it (apt install xvfb)"))));
		child.once("exit", (code) => settle(() => reject(new Error(`Xvfb ended with code ${code}`))));
		child.stdio[3]?.once("data", (text: Buffer) => settle(() => resolve(String(text).trim())));
	});
}
