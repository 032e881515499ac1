/** Traefik: the access log in the common format and in JSON, and the log of the process. */
package io.badhop.ingest.parse.traefik;
