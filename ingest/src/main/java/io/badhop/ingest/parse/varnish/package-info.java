/** Varnish: the access log of varnishncsa and the transactions of varnishlog. */
package io.badhop.ingest.parse.varnish;
