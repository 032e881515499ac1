/**
 * Apache httpd: access logs in any {@code LogFormat}, the error logs of 2.2 and 2.4, and the
 * configuration.
 */
package io.badhop.ingest.parse.apache;
