/**
 * HAProxy: its HTTP log, what it says of servers, and the configuration that names captures and
 * addresses.
 */
package io.badhop.ingest.parse.haproxy;
