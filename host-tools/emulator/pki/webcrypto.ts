import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

/** The one place that loads @peculiar/x509: it needs reflect-metadata before it and a crypto provider behind it. */
x509.cryptoProvider.set(webcrypto);

export { x509 };
