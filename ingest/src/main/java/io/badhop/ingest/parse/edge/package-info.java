/**
 * Edges: CDNs and cloud load balancers. Formats of a vendor are read as its documentation has them,
 * others by the usual names of their fields.
 */
package io.badhop.ingest.parse.edge;
