/** Zoraxy: its log of requests. */
package io.badhop.ingest.parse.zoraxy;
