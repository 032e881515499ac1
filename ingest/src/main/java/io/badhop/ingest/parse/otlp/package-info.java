/** Logs of OpenTelemetry as JSON, and what their bodies hold. */
package io.badhop.ingest.parse.otlp;
