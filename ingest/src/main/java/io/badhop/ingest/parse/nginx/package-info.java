/**
 * nginx: access logs in any {@code log_format}, the error log, and the configuration that defines
 * them.
 */
package io.badhop.ingest.parse.nginx;
