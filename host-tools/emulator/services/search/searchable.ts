export type FieldValue = string | number | boolean;

/** What a query is asked about. */
export interface Searchable {
	/** All values of a field; none when it is not there. Names are case-sensitive. */
	valuesOf(field: string): readonly FieldValue[];
	/** Those of all fields. */
	allValues(): Iterable<FieldValue>;
}
