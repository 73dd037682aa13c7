import { CommandError } from "./command-error.js";
import { block, type CommandTable, type Handler, parameters } from "./command-table.js";

/** GET_SECURITY_INFO: flags, count of crypt bits, purposes of seven keys, chip id, API version. */
const securityInfo: Handler = ({ chip, faults }) => {
	const data = new Uint8Array(20);
	const view = new DataView(data.buffer);
	view.setUint32(0, faults.secureDownload ? 1 << 2 : 0, true);
	if (faults.flashEncryption) data.set([1, 4], 4);
	view.setUint32(12, chip.chipId, true);
	return { data };
};

const changeBaudRate: Handler = ({ faults, host }, command) => {
	const [baudRate = 0] = parameters(command, 2);
	if (faults.refuseBaudRate || baudRate === 0) throw new CommandError("parameter");
	return { afterwards: () => host.setBaudRate(baudRate) };
};

/** One write or several: address, value, mask, microseconds to wait. */
const writeRegisters: Handler = ({ registers }, command) => {
	const all = parameters(command, 4);
	for (let at = 0; at + 4 <= all.length; at += 4) {
		registers.write(all[at] as number, all[at + 1] as number, all[at + 2] as number);
	}
	return {};
};

export const chipCommands: CommandTable = {
	// The stub's value is 0: hosts tell by it that no ROM is answering.
	SYNC: { secure: true, run: ({ kind }) => ({ value: kind === "rom" ? 0x20120707 : 0, times: 8 }) },
	GET_SECURITY_INFO: { secure: true, run: securityInfo },
	CHANGE_BAUDRATE: { secure: true, run: changeBaudRate },
	READ_REG: { run: ({ registers }, command) => ({ value: registers.read(parameters(command, 1)[0] as number) }) },
	WRITE_REG: { run: writeRegisters },
	MEM_BEGIN: {
		run: ({ ram }, command) => {
			const [size = 0, , , start = 0] = parameters(command, 4);
			ram.begin(start, size);
			return {};
		},
	},
	MEM_DATA: {
		run: ({ ram }, command) => {
			ram.write(block(command).length);
			return {};
		},
	},
	RUN_USER_CODE: { only: "stub", run: ({ host }) => ({ afterwards: () => host.runApplication() }) },
};
