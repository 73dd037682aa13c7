/** The chip's serial line, UART0 and its own USB at once, through esp32-serial.c. In debug builds it belongs to the debugger. */

/** False where the debugger has it. */
export function serialOpen(this: unknown): boolean {
	return native("xs_thingsmith_serial_open").call(this) as boolean;
}

/** False where the debugger has it. */
export function serialWrite(this: unknown, text: string): boolean {
	return native("xs_thingsmith_serial_write").call(this, text) as boolean;
}

/** At most 512 bytes; undefined when nothing arrived. */
export function serialRead(this: unknown): ArrayBuffer | undefined {
	return native("xs_thingsmith_serial_read").call(this) as ArrayBuffer | undefined;
}
