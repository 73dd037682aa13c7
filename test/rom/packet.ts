/** Commands of ROM and stub, by Espressif's names (esptool documentation, "Serial Protocol"). */
export const opcodes = Object.freeze({
	FLASH_BEGIN: 0x02,
	FLASH_DATA: 0x03,
	FLASH_END: 0x04,
	MEM_BEGIN: 0x05,
	MEM_END: 0x06,
	MEM_DATA: 0x07,
	SYNC: 0x08,
	WRITE_REG: 0x09,
	READ_REG: 0x0a,
	SPI_SET_PARAMS: 0x0b,
	SPI_ATTACH: 0x0d,
	READ_FLASH_SLOW: 0x0e,
	CHANGE_BAUDRATE: 0x0f,
	FLASH_DEFL_BEGIN: 0x10,
	FLASH_DEFL_DATA: 0x11,
	FLASH_DEFL_END: 0x12,
	SPI_FLASH_MD5: 0x13,
	GET_SECURITY_INFO: 0x14,
	ERASE_FLASH: 0xd0,
	ERASE_REGION: 0xd1,
	READ_FLASH: 0xd2,
	RUN_USER_CODE: 0xd3,
} as const);

export type CommandName = keyof typeof opcodes;

const names = new Map<number, CommandName>(
	Object.entries(opcodes).map(([name, code]) => [code, name as CommandName] as const),
);

export interface Command {
	readonly opcode: number;
	/** Undefined: no command of ours. */
	readonly name: CommandName | undefined;
	readonly checksum: number;
	/** False when the length in the header is not that of the data. */
	readonly whole: boolean;
	readonly data: Uint8Array;
}

/** The command in a frame; undefined where there is none: too short, or no request. */
export function decodeCommand(frame: Uint8Array): Command | undefined {
	if (frame.length < 8 || frame[0] !== 0) return undefined;
	const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
	const opcode = view.getUint8(1);
	const data = frame.slice(8);
	return {
		opcode,
		name: names.get(opcode),
		checksum: view.getUint32(4, true),
		whole: view.getUint16(2, true) === data.length,
		data,
	};
}

/** Payload of a response: `data` is followed by the status, whose bytes count in the header's length. */
export function encodeResponse(opcode: number, value: number, data: Uint8Array, status: Uint8Array): Uint8Array {
	const packet = new Uint8Array(8 + data.length + status.length);
	const view = new DataView(packet.buffer);
	view.setUint8(0, 1);
	view.setUint8(1, opcode);
	view.setUint16(2, data.length + status.length, true);
	view.setUint32(4, value >>> 0, true);
	packet.set(data, 8);
	packet.set(status, 8 + data.length);
	return packet;
}

/** The checksum of DATA commands: all bytes and 0xEF, by exclusive or. */
export function dataChecksum(bytes: Uint8Array): number {
	return bytes.reduce((sum, byte) => sum ^ byte, 0xef);
}

/** The little-endian words in `data`; a rest of less than four bytes is left out. */
export function words(data: Uint8Array): number[] {
	const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
	return Array.from({ length: data.length >> 2 }, (_, index) => view.getUint32(index * 4, true));
}
