export interface Thermometer {
	/** Degrees Celsius. Rejects with `sensor-failed`; the next call may succeed. */
	sample(): Promise<number>;

	/** May be called twice; throws nothing. */
	close(): void;
}
