import { CommandError } from "./command-error.js";
import { block, type CommandTable, type Handler, parameters } from "./command-table.js";
import { FlashDownload } from "./flash-download.js";
import type { Session } from "./session.js";

const begin =
	(compressed: boolean): Handler =>
	(session, command) => {
		const [size = 0, , , offset = 0] = parameters(command, 4);
		const { kind } = session;
		const flash = session.needFlash();
		session.download?.close();
		session.lateError = undefined;
		session.download = new FlashDownload({ flash, offset, size, compressed, kind });
		return {};
	};

const data =
	(compressed: boolean): Handler =>
	async (session, command) => {
		const { download } = session;
		if (download?.compressed !== compressed) throw new CommandError("result");
		const bytes = block(command);
		throwLateError(session);
		if (session.kind === "rom") {
			await download.write(bytes);
			return {};
		}
		return { afterwards: () => writeLate(session, download, bytes) };
	};

/** The stub says that it has a block, then writes it; what goes wrong is the answer to the next command. */
async function writeLate(session: Session, download: FlashDownload, bytes: Uint8Array): Promise<void> {
	try {
		await download.write(bytes);
	} catch (error) {
		if (error instanceof CommandError) session.lateError = error;
		else if (error instanceof RangeError) session.lateError = new CommandError("flash");
		else throw error;
	}
}

function throwLateError(session: Session): void {
	const { lateError } = session;
	session.lateError = undefined;
	if (lateError) throw lateError;
}

/** 0 reboots; 1 runs the application where the ROM is asked, and stays where the stub is. */
const end: Handler = (session, command) => {
	const [stay = 0] = parameters(command, 1);
	throwLateError(session);
	const { download, kind, host } = session;
	if (kind === "stub" && download === undefined) throw new CommandError("result");
	if (kind === "stub" && !download?.complete) throw new CommandError("not enough data");
	download?.close();
	session.download = undefined;
	if (stay === 0) return { afterwards: () => host.reboot() };
	return kind === "rom" ? { afterwards: () => host.runApplication() } : {};
};

const md5: Handler = (session, command) => {
	const [offset = 0, length = 0] = parameters(command, 2);
	const digest = session.needFlash().md5(offset, length);
	session.md5Answers += 1;
	const { wrongMd5 } = session.faults;
	if (wrongMd5 === "all" || wrongMd5?.includes(session.md5Answers)) digest[0] = (digest[0] as number) ^ 0xff;
	return { data: session.kind === "stub" ? digest : Buffer.from(Buffer.from(digest).toString("hex"), "latin1") };
};

/** The ROM's own, at most 64 bytes at once, always answered with 64. */
const readSlow: Handler = (session, command) => {
	const [offset = 0, length = 0] = parameters(command, 2);
	if (length > 64) throw new CommandError("parameter");
	const data = new Uint8Array(64);
	data.set(session.needFlash().read(offset, length));
	return { data };
};

export const flashCommands: CommandTable = {
	SPI_ATTACH: {
		secure: true,
		run: (session) => {
			session.attached = true;
			return {};
		},
	},
	SPI_SET_PARAMS: {
		secure: true,
		run: (_session, command) => {
			parameters(command, 6);
			return {};
		},
	},
	FLASH_BEGIN: { secure: true, run: begin(false) },
	FLASH_DATA: { secure: true, run: data(false) },
	FLASH_END: { secure: true, run: end },
	FLASH_DEFL_BEGIN: { run: begin(true) },
	FLASH_DEFL_DATA: { run: data(true) },
	FLASH_DEFL_END: { run: end },
	SPI_FLASH_MD5: { run: md5 },
	READ_FLASH_SLOW: { only: "rom", run: readSlow },
	ERASE_FLASH: {
		only: "stub",
		run: ({ flash }) => {
			flash.erase(0, flash.bytes.length);
			return {};
		},
	},
	ERASE_REGION: {
		only: "stub",
		run: ({ flash }, command) => {
			const [offset = 0, length = 0] = parameters(command, 2);
			if (offset % 4096 !== 0 || length % 4096 !== 0) throw new CommandError("parameter");
			flash.erase(offset, length);
			return {};
		},
	},
};
