/** Caddy: its log in JSON or for the console, access records and errors in one or in two files. */
package io.badhop.ingest.parse.caddy;
