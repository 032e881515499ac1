/** Error-log lines, which carry no request ID, and the access lines that they belong to. Pure. */
package io.badhop.ingest.bind;
