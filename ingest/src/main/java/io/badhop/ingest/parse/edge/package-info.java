/** Edges: CDNs and cloud load balancers. */
package io.badhop.ingest.parse.edge;
